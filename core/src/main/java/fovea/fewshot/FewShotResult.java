package fovea.fewshot;

import fovea.data.EpisodeShape;
import fovea.evaluate.Interval;

/**
 * How often a method is right over many episodes.
 *
 * @param accuracy the mean over the episodes
 * @param halfWidth how far from there the mean over all possible episodes lies at most with 95 %
 *     confidence: 1.96 standard errors, as papers have it
 */
public record FewShotResult(
    String method, EpisodeShape shape, int episodes, double accuracy, double halfWidth) {
  private static final double STANDARD_ERRORS = 1.96;

  /**
   * @param accuracies of the episodes, at least two
   */
  static FewShotResult of(String method, EpisodeShape shape, double[] accuracies) {
    int n = accuracies.length;
    double sum = 0;
    for (double accuracy : accuracies) {
      sum += accuracy;
    }
    double mean = sum / n;
    double squares = 0;
    for (double accuracy : accuracies) {
      squares += (accuracy - mean) * (accuracy - mean);
    }
    double half = STANDARD_ERRORS * Math.sqrt(squares / (n - 1) / n);
    return new FewShotResult(method, shape, n, mean, half);
  }

  /** Where the mean over all possible episodes lies with 95 % confidence, within [0, 1]. */
  public Interval interval() {
    return new Interval(Math.max(0, accuracy - halfWidth), Math.min(1, accuracy + halfWidth));
  }
}
