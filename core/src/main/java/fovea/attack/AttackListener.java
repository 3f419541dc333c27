package fovea.attack;

/** Hears how attacks get on, from the thread that runs them or any of its lanes, one at a time. */
public interface AttackListener {
  /** Who doesn't want to know. */
  AttackListener NONE = new AttackListener() {};

  /**
   * An attack begins.
   *
   * @param attack its name
   * @param images how many it is tried on
   */
  default void started(String attack, Threat threat, int images) {}

  /**
   * It has come so far.
   *
   * @param share of its work, in [0, 1]; images that are fooled early make the rest faster
   * @throws java.util.concurrent.CancellationException to end the attacks as an interrupt does
   */
  default void advanced(double share) {}

  default void ended(AttackOutcome outcome) {}

  /**
   * The attacks were interrupted.
   *
   * @param soFar those that had ended, and all images that were found, also by the one under way
   */
  default void interrupted(AttackResult soFar) {}
}
