package fovea.fewshot;

import fovea.tensor.Rng;

/**
 * Softmax regression on features of length 1, with a penalty on the weights: what makes {@code
 * |W|^2 / 2 + C sum of cross-entropies} least, the bias among the weights.
 *
 * @param c weight of an image's loss beside the penalty, above 0
 * @see <a href="https://arxiv.org/abs/2003.11539">Tian et al. 2020, section 3.2</a>
 */
public record LogisticRegression(double c) implements FewShotMethod {
  private static final int MOST_STEPS = 2000;

  /** Of the gradient's length. */
  private static final double CLOSE = 1e-6;

  public LogisticRegression {
    if (!(c > 0)) {
      throw new IllegalArgumentException("c is " + c + ", expected above 0");
    }
  }

  /** As scikit-learn has it. */
  public static LogisticRegression usual() {
    return new LogisticRegression(1);
  }

  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public Rule learn(Support support, Rng rng) {
    Combination images = new Combination(support.with(Vectors::normalised).features(), 1);
    Rule rule = images.rule(fit(images, support), support.ways());
    return features -> rule.scores(Vectors.normalised(features));
  }

  /** By Nesterov's method for functions as strongly convex as the penalty makes this one. */
  private double[][] fit(Combination images, Support support) {
    int n = support.size();
    int ways = support.ways();
    double steepest = 1 + c * largestEigenvalueAtMost(images.products()) / 2;
    double momentum = (Math.sqrt(steepest) - 1) / (Math.sqrt(steepest) + 1);
    double[][] shares = new double[n][ways];
    double[][] ahead = new double[n][ways];
    for (int step = 0; step < MOST_STEPS; step++) {
      double[][] gradient = gradient(images, support, ahead);
      double largest = 0;
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < ways; k++) {
          largest = Math.max(largest, Math.abs(gradient[i][k]));
          double next = ahead[i][k] - gradient[i][k] / steepest;
          ahead[i][k] = next + momentum * (next - shares[i][k]);
          shares[i][k] = next;
        }
      }
      if (largest < CLOSE) {
        break;
      }
    }
    return shares;
  }

  /** The gradient of the weights, as what it is a combination of the images by. */
  private double[][] gradient(Combination images, Support support, double[][] shares) {
    double[][] gradient = new double[support.size()][];
    for (int i = 0; i < gradient.length; i++) {
      double[] told = images.scores(i, shares, support.ways());
      Combination.softmax(told);
      told[support.labels()[i]] -= 1;
      for (int k = 0; k < told.length; k++) {
        told[k] = shares[i][k] + c * told[k];
      }
      gradient[i] = told;
    }
    return gradient;
  }

  /** By Gershgorin: of a matrix without negative values the largest sum of a row. */
  private static double largestEigenvalueAtMost(double[][] products) {
    double most = 0;
    for (double[] row : products) {
      double sum = 0;
      for (double product : row) {
        sum += Math.abs(product);
      }
      most = Math.max(most, sum);
    }
    return most;
  }
}
