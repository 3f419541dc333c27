package fovea.fewshot;

/**
 * Linear scores whose weights are sums of the images that were learnt from, {@code w_k = sum_i a_ik
 * x_i}, so that learning takes only the products of these with one another, however long the
 * features are. A constant beside them is the bias.
 */
final class Combination {
  private final double[][] features;
  private final double constant;
  private final double[][] products;

  /**
   * @param constant that stands beside the features of each image
   */
  Combination(double[][] features, double constant) {
    this.features = features;
    this.constant = constant;
    int n = features.length;
    products = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = Vectors.dot(features[i], features[j]) + constant * constant;
        products[j][i] = products[i][j];
      }
    }
  }

  /** Of all images with one another, [N][N]. */
  double[][] products() {
    return products;
  }

  /** The scores of one of the images. */
  double[] scores(int image, double[][] shares, int ways) {
    double[] scores = new double[ways];
    for (int i = 0; i < shares.length; i++) {
      for (int k = 0; k < ways; k++) {
        scores[k] += products[image][i] * shares[i][k];
      }
    }
    return scores;
  }

  /**
   * Scores of any image.
   *
   * @param shares a, [N][ways]
   */
  FewShotMethod.Rule rule(double[][] shares, int ways) {
    int size = features[0].length;
    double[][] weights = new double[ways][size];
    double[] biases = new double[ways];
    for (int i = 0; i < shares.length; i++) {
      for (int k = 0; k < ways; k++) {
        biases[k] += constant * constant * shares[i][k];
        for (int d = 0; d < size; d++) {
          weights[k][d] += shares[i][k] * features[i][d];
        }
      }
    }
    return asked -> {
      double[] scores = new double[ways];
      for (int k = 0; k < ways; k++) {
        scores[k] = Vectors.dot(weights[k], asked) + biases[k];
      }
      return scores;
    };
  }

  /** The softmax of scores, in their place. */
  static void softmax(double[] scores) {
    double largest = scores[Vectors.largest(scores)];
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Math.exp(scores[k] - largest);
      sum += scores[k];
    }
    for (int k = 0; k < scores.length; k++) {
      scores[k] /= sum;
    }
  }
}
