package fovea.attack;

import java.util.Arrays;

/** What an attack makes large, as a function of one image's logits. */
@FunctionalInterface
interface LogitLoss {
  /**
   * The loss and its gradient. But for {@link #difference} the gradient is given up to a positive
   * factor, chosen so that a network that is sure of itself doesn't round it to nothing: attacks
   * take only the direction from it.
   *
   * @param logits [K]
   * @param gradient [K], overwritten
   */
  double at(float[] logits, float[] gradient);

  /** The cross-entropy with the image's class. */
  static LogitLoss crossEntropy(int label) {
    return (logits, gradient) -> {
      int top = Logits.predicted(logits);
      double sum = 0;
      double others = 0;
      double[] shares = new double[logits.length];
      for (int c = 0; c < logits.length; c++) {
        shares[c] = Math.exp((double) logits[c] - logits[top]);
        sum += shares[c];
        others += c == label ? 0 : shares[c];
      }
      // The gradient is the softmax less 1 at the label, which is less what the others have.
      for (int c = 0; c < logits.length; c++) {
        gradient[c] = others == 0 ? 0 : (float) (c == label ? -1 : shares[c] / others);
      }
      return Math.log(sum) + logits[top] - logits[label];
    };
  }

  /**
   * The targeted difference of logits ratio, which neither a shift nor a scale of the logits
   * changes: {@code (z_t - z_y) / (z_1 - (z_3 + z_4) / 2)}, with the logits numbered by size. Of
   * fewer than four classes it is the numerator.
   *
   * @see <a href="https://arxiv.org/abs/2003.01690">Croce and Hein 2020, equation 7</a>
   */
  static LogitLoss targetedRatio(int label, int target) {
    return (logits, gradient) -> {
      LogitLoss difference = difference(label, target);
      double above = difference.at(logits, gradient);
      if (logits.length < 4) {
        return above;
      }
      int[] order = Logits.descending(logits);
      double below =
          logits[order[0]] - 0.5 * ((double) logits[order[2]] + logits[order[3]]) + 1e-12;
      double ratio = above / below;
      gradient[order[0]] -= (float) ratio;
      gradient[order[2]] += (float) (0.5 * ratio);
      gradient[order[3]] += (float) (0.5 * ratio);
      return ratio;
    };
  }

  /** How far the target's logit is above that of the image's class; the gradient is exact. */
  static LogitLoss difference(int label, int target) {
    return (logits, gradient) -> {
      Arrays.fill(gradient, 0);
      gradient[target] = 1;
      gradient[label] = -1;
      return (double) logits[target] - logits[label];
    };
  }
}
