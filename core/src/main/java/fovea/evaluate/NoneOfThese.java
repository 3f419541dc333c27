package fovea.evaluate;

import fovea.data.Split;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When an image shows none of the classes: where it is less familiar than most validation images.
 *
 * @param threshold the least familiar that counts as known
 * @param validation how familiar the validation images are; null where nobody kept that
 */
public record NoneOfThese(Familiarity by, double threshold, @Nullable Percentiles validation) {
  /** Share of validation images that is accepted, unless another is wanted. */
  public static final double ACCEPTED = 0.95;

  /**
   * With a threshold that so many validation images reach.
   *
   * @param accepted share of them, in (0, 1]
   */
  public static NoneOfThese accepting(
      Familiarity by, Outputs<Split.Validation> outputs, double accepted) {
    double[] scores = by.of(outputs);
    int[] all = Bootstrap.once(scores.length);
    Ranking ranking = Ranking.of(scores);
    int place = ranking.placeOf(accepted, all, new int[scores.length], 0);
    return new NoneOfThese(by, scores[ranking.image(place)], Percentiles.of(scores));
  }

  /**
   * How strange an image is: the share of validation images that are more familiar, so that 0.02 is
   * very familiar and 0.99 stranger than nearly all; null where nobody kept how familiar those are.
   */
  @Nullable Double strangeness(double familiarity) {
    return validation == null ? null : validation.above(familiarity);
  }

  /** The share of images that it takes for none of the classes. */
  public double rejected(Outputs<?> outputs) {
    double[] scores = by.of(outputs);
    return (double) Arrays.stream(scores).filter(score -> score < threshold).count()
        / scores.length;
  }
}
