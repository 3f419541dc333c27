package fovea.attack;

import java.util.List;
import java.util.Optional;

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
   * Remembers what came of images in attacks that were interrupted; they aren't attacked again.
   * What changes fooled the network then isn't known, and {@link AdversarialImages#of} has none for
   * them.
   *
   * @param images their numbers among all
   * @return what an {@link #ended(AttackedChunk)} said of the same network, images and seed, by an
   *     attack of as much effort in the same precision
   */
  default Optional<AttackedChunk> before(String attack, Threat threat, List<Integer> images) {
    return Optional.empty();
  }

  /**
   * The attack goes on where it was interrupted.
   *
   * @param share of its work that was done before, in [0, 1]
   */
  default void resumed(double share) {}

  /** Some images are through with the attack. */
  default void ended(AttackedChunk chunk) {}

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
