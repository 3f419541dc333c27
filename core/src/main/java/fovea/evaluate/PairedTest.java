package fovea.evaluate;

import fovea.data.Split;
import fovea.data.folder.ClassName;
import org.jspecify.annotations.Nullable;

/**
 * Whether one model is better than another, by the same images: only those that one of them gets
 * right and the other wrong say something.
 *
 * @param onlyFirst images that only the first model gets right
 * @param onlySecond images that only the second gets right
 * @param difference the first's accuracy minus the second's
 * @param interval of the difference, or null without resamples, or where all are alike
 * @param pValue probability of so unequal numbers or worse if both models are equally good, by the
 *     exact binomial form of McNemar's test, two-sided
 * @see <a href="https://doi.org/10.1007/BF02295996">McNemar 1947</a>
 * @see <a href="https://doi.org/10.1162/089976698300017197">Dietterich 1998, section 3.1</a>
 */
public record PairedTest(
    int images,
    long onlyFirst,
    long onlySecond,
    double difference,
    @Nullable Interval interval,
    double pValue) {

  /**
   * Compares two models, which may number the classes otherwise.
   *
   * @throws IllegalArgumentException if the outputs aren't of the same images
   */
  public static <S extends Split> PairedTest of(
      Outputs<S> first, Outputs<S> second, Bootstrap bootstrap) {
    int images = first.size();
    if (second.size() != images) {
      throw new IllegalArgumentException(
          "a paired test of %d and %d images, expected the same ones"
              .formatted(images, second.size()));
    }
    int[] better = new int[images];
    long onlyFirst = 0;
    long onlySecond = 0;
    for (int i = 0; i < images; i++) {
      if (!truth(first, i).equals(truth(second, i))) {
        throw new IllegalArgumentException("image " + i + " isn't of the same class in both");
      }
      better[i] = right(first, i) - right(second, i);
      onlyFirst += better[i] > 0 ? 1 : 0;
      onlySecond += better[i] < 0 ? 1 : 0;
    }
    Bootstrap.Figures difference = weights -> new double[] {mean(better, weights)};
    return new PairedTest(
        images,
        onlyFirst,
        onlySecond,
        (double) (onlyFirst - onlySecond) / images,
        bootstrap.intervals(difference, images).get(0),
        pValue(onlyFirst, onlySecond));
  }

  /** As names are compared: one model may have it from a folder, the other from a Mac's zip. */
  private static String truth(Outputs<?> outputs, int image) {
    return ClassName.composed(outputs.classes().get(outputs.label(image)));
  }

  private static int right(Outputs<?> outputs, int image) {
    return outputs.predicted(image) == outputs.label(image) ? 1 : 0;
  }

  private static double mean(int[] values, int[] weights) {
    long sum = 0;
    long count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (long) weights[i] * values[i];
      count += weights[i];
    }
    return (double) sum / count;
  }

  /** Twice the smaller tail of a fair coin, at most 1; terms as multiples of the largest. */
  static double pValue(long one, long other) {
    long all = one + other;
    long fewer = Math.min(one, other);
    double logLargest = -all * Math.log(2);
    for (long i = 1; i <= fewer; i++) {
      logLargest += Math.log((double) (all - i + 1) / i);
    }
    double terms = 1;
    double term = 1;
    for (long i = fewer; i > 0; i--) {
      term *= (double) i / (all - i + 1);
      terms += term;
    }
    return Math.min(1, 2 * Math.exp(logLargest) * terms);
  }
}
