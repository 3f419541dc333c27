package fovea.evaluate;

/**
 * The logarithm of a class's probability over that of all other classes together. It orders images
 * as the probability does, and still tells those apart whose probability rounds to 1.
 */
final class LogOdds {
  private LogOdds() {}

  /** Of each class, [K]. */
  static double[] of(float[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    double largest = logits[best];
    double second = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      second = c == best ? second : Math.max(second, logits[c]);
    }
    double all = 0;
    double others = 0;
    for (int c = 0; c < logits.length; c++) {
      all += Math.exp(logits[c] - largest);
      others += c == best ? 0 : Math.exp(logits[c] - second);
    }
    double[] odds = new double[logits.length];
    for (int c = 0; c < logits.length; c++) {
      odds[c] =
          c == best
              ? largest - second - Math.log(others)
              : logits[c] - largest - Math.log(all - Math.exp(logits[c] - largest));
    }
    return odds;
  }

  /** Of the class that is predicted, for each image. */
  static double[] ofPredicted(Outputs<?> outputs) {
    double[] odds = new double[outputs.size()];
    for (int i = 0; i < odds.length; i++) {
      odds[i] = of(outputs.logits(i))[outputs.predicted(i)];
    }
    return odds;
  }
}
