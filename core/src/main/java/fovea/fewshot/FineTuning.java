package fovea.fewshot;

import fovea.tensor.Rng;

/**
 * A new head on features that stay as they are, trained as a network's is: by stochastic gradient
 * descent on small batches, from nothing.
 *
 * @param epochs passes over the images
 * @param batchSize images of a step
 * @see <a href="https://arxiv.org/abs/1904.04232">Chen et al. 2019, section 3.2, Baseline</a>
 */
public record FineTuning(
    int epochs,
    int batchSize,
    double learningRate,
    double momentum,
    double dampening,
    double weightDecay)
    implements FewShotMethod {
  public FineTuning {
    if (epochs < 1 || batchSize < 1 || !(learningRate > 0)) {
      throw new IllegalArgumentException(
          "%d epochs of %d images a step at the rate %s"
              .formatted(epochs, batchSize, learningRate));
    }
  }

  /** As the paper's code has it. */
  public static FineTuning usual() {
    return new FineTuning(100, 4, 0.01, 0.9, 0.9, 0.001);
  }

  @Override
  public String name() {
    return "fine-tuning";
  }

  @Override
  public Rule learn(Support support, Rng rng) {
    Combination images = new Combination(support.features(), 1);
    double[][] shares = new double[support.size()][support.ways()];
    double[][] velocity = new double[support.size()][support.ways()];
    boolean first = true;
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = rng.permutation(support.size());
      for (int start = 0; start < order.length; start += batchSize) {
        int end = Math.min(order.length, start + batchSize);
        double[][] gradient = gradient(images, support, shares, order, start, end);
        step(shares, velocity, gradient, first ? 1 : 1 - dampening);
        first = false;
      }
    }
    return images.rule(shares, support.ways());
  }

  private double[][] gradient(
      Combination images, Support support, double[][] shares, int[] order, int start, int end) {
    int ways = support.ways();
    double[][] gradient = new double[shares.length][ways];
    for (int i = 0; i < shares.length; i++) {
      for (int k = 0; k < ways; k++) {
        gradient[i][k] = weightDecay * shares[i][k];
      }
    }
    for (int at = start; at < end; at++) {
      int image = order[at];
      double[] told = images.scores(image, shares, ways);
      Combination.softmax(told);
      told[support.labels()[image]] -= 1;
      for (int k = 0; k < ways; k++) {
        gradient[image][k] += told[k] / (end - start);
      }
    }
    return gradient;
  }

  /** As PyTorch's SGD, whose first step isn't dampened. */
  private void step(double[][] shares, double[][] velocity, double[][] gradient, double share) {
    for (int i = 0; i < shares.length; i++) {
      for (int k = 0; k < shares[i].length; k++) {
        velocity[i][k] = momentum * velocity[i][k] + share * gradient[i][k];
        shares[i][k] -= learningRate * velocity[i][k];
      }
    }
  }
}
