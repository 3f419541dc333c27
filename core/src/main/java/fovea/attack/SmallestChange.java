package fovea.attack;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The smallest change found that makes a network take an image for something else.
 *
 * @param image its number
 * @param label what it shows
 * @param takenFor what the changed image is taken for
 * @param distance from the clean one, in the norm asked for
 * @param clean [C, H, W] flattened, in [0, 1]
 * @param changed of the same shape
 */
@SuppressWarnings("ArrayRecordComponent") // images are shared, not copied
public record SmallestChange(
    int image, int label, int takenFor, double distance, float[] clean, float[] changed) {

  /** Few images are one chunk, in which nobody else looks. */
  private static final Attempt.Steps UNLESS_INTERRUPTED =
      (step, of) -> {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted while the smallest change is looked for");
        }
      };

  /**
   * Looks for them by {@link Fab}, without a budget.
   *
   * @param count of images, spread evenly over those the network is right about
   * @return of those images for which a change was found
   * @throws CancellationException if this thread is interrupted
   */
  public static List<SmallestChange> of(
      Attacker attacker, CleanImages images, Norm norm, int count, Fab fab, Rng rng) {
    int[] right = attacker.judged(images).robust();
    int[] chosen =
        Arrays.stream(CleanImages.spread(right.length, count)).map(i -> right[i]).toArray();
    SmallestChange[] found = new SmallestChange[images.size()];
    attacker.inChunks(
        chosen,
        (chunk, some) -> {
          List<Subject> subjects =
              Arrays.stream(some)
                  .mapToObj(i -> Attacker.subject(images, i, rng.split("smallest")))
                  .toList();
          Attempt attempt =
              new Attempt(attacker.network(), new Threat(norm, 1), UNLESS_INTERRUPTED);
          Map<Subject, float[]> nearest = fab.nearest(subjects, attempt);
          for (int i = 0; i < some.length; i++) {
            Subject subject = subjects.get(i);
            Optional<float[]> changed = Optional.ofNullable(nearest.get(subject));
            if (changed.isPresent()) {
              found[some[i]] = of(attacker, some[i], subject, norm, changed.get());
            }
          }
        });
    return Arrays.stream(found).filter(Objects::nonNull).toList();
  }

  private static SmallestChange of(
      Attacker attacker, int number, Subject subject, Norm norm, float[] changed) {
    float[] logits = attacker.network().logits(List.of(changed))[0];
    return new SmallestChange(
        number,
        subject.label(),
        Logits.predicted(logits),
        norm.between(subject.clean(), changed),
        subject.clean(),
        changed);
  }
}
