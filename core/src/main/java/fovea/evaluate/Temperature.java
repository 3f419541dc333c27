package fovea.evaluate;

import fovea.FoveaException;
import fovea.data.Split;

/**
 * What a network's logits are divided by, so that it is as often right as it is sure; the class
 * that is predicted stays the same. One number, fitted by the likelihood of validation images.
 *
 * @param value above 0; above 1 for a network that is too sure
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. 2017, section 4.2</a>
 */
public record Temperature(double value) {
  /** Logits stay as they are. */
  public static final Temperature NONE = new Temperature(1);

  private static final int MOST_STEPS = 200;
  private static final double PRECISE = 1e-14;

  public Temperature {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a temperature is above 0 and finite, found " + value);
    }
  }

  /**
   * The temperature by which the validation images' classes are most likely. The mean loss is
   * convex in 1 / temperature, so there is one at most, and Newton's method finds it.
   *
   * @throws FoveaException if there is none: all images are predicted right, or no better than by
   *     chance
   */
  public static Temperature fit(Outputs<Split.Validation> outputs) {
    if (allRight(outputs)) {
      throw new FoveaException(
          "all %d validation images are predicted right, from which no temperature can be told; use more of them"
              .formatted(outputs.size()));
    }
    double low = 0;
    if (slope(outputs, low).first >= 0) {
      throw new FoveaException(
          "the model's probabilities say no more of the %d validation images than chance, so that no temperature calibrates them; train it longer"
              .formatted(outputs.size()));
    }
    double high = 1;
    while (slope(outputs, high).first < 0) {
      low = high;
      high *= 2;
    }
    double inverse = (low + high) / 2;
    for (int step = 0; step < MOST_STEPS; step++) {
      Slope here = slope(outputs, inverse);
      low = here.first < 0 ? inverse : low;
      high = here.first < 0 ? high : inverse;
      double next = inverse - here.first / here.second;
      if (!(next > low && next < high)) {
        next = (low + high) / 2;
      }
      if (Math.abs(next - inverse) <= PRECISE * inverse) {
        break;
      }
      inverse = next;
    }
    return new Temperature(1 / inverse);
  }

  /** Then the loss falls without end as the temperature does. */
  private static boolean allRight(Outputs<?> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      float[] logits = outputs.logits(i);
      if (logits[outputs.label(i)] < logits[outputs.predicted(i)]) {
        return false;
      }
    }
    return true;
  }

  /** The loss's first and second derivative by the inverse temperature. */
  private record Slope(double first, double second) {}

  private static Slope slope(Outputs<?> outputs, double inverse) {
    double first = 0;
    double second = 0;
    for (int i = 0; i < outputs.size(); i++) {
      float[] logits = outputs.logits(i);
      double largest = logits[outputs.predicted(i)];
      double sum = 0;
      double mean = 0;
      double square = 0;
      for (float logit : logits) {
        double below = logit - largest;
        double likelihood = Math.exp(inverse * below);
        sum += likelihood;
        mean += likelihood * below;
        square += likelihood * below * below;
      }
      mean /= sum;
      first += mean - (logits[outputs.label(i)] - largest);
      second += square / sum - mean * mean;
    }
    return new Slope(first / outputs.size(), second / outputs.size());
  }

  /** An image's logits divided by it. */
  public float[] applied(float[] logits) {
    float[] divided = new float[logits.length];
    for (int c = 0; c < divided.length; c++) {
      divided[c] = (float) (logits[c] / value);
    }
    return divided;
  }

  /** The outputs with these logits divided by it. */
  public <S extends Split> Outputs<S> applied(Outputs<S> outputs) {
    return outputs.withLogits(logit -> logit / value);
  }
}
