package fovea.train;

/**
 * Smaller images at first, full size at the end: each pixel that isn't computed is time, and what
 * is learnt on small images holds on large ones.
 *
 * @param startSize height and width at first, in pixels; 0 is full size throughout
 * @param share of the training's steps after which images have their full size, in [0, 1]
 * @param stride pixels by which images grow at a time, at least 1
 * @see <a href="https://arxiv.org/abs/2104.00298">Tan and Le 2021, section 4, on progressive
 *     learning</a>
 */
public record ProgressiveSettings(int startSize, double share, int stride) {
  static final ProgressiveSettings STANDARD = new ProgressiveSettings(0, 0.5, 4);

  public ProgressiveSettings {
    Limits.IMAGE_SIZE.check("startSize", startSize);
    Limits.SHARE.check("share", share);
    Limits.STRIDE.check("stride", stride);
  }

  /** Whether images ever differ from their full size. */
  boolean isOn() {
    return startSize > 0;
  }

  /**
   * The images' size at a step.
   *
   * @param step counted from 0, of all steps
   * @param fullSize in pixels
   */
  int size(long step, long steps, int fullSize) {
    double progress = share == 0 ? 1 : step / (share * steps);
    if (!isOn() || startSize >= fullSize || progress >= 1) {
      return fullSize;
    }
    int sizes = (fullSize - startSize + stride - 1) / stride;
    return startSize + stride * (int) (progress * sizes);
  }
}
