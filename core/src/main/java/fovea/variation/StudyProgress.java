package fovea.variation;

/** Hears how far a study has come. */
@FunctionalInterface
public interface StudyProgress {
  /**
   * Some images were judged.
   *
   * @param what is being done to images, such as {@code gaussian_noise 3}
   * @param images judged so far, of all variations together
   * @param all there will be
   */
  void judged(String what, long images, long all);
}
