package fovea.explain;

import static fovea.nn.Layers.flatten;
import static fovea.nn.Layers.linear;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Evaluating;
import fovea.nn.Flatten;
import fovea.nn.GELU;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Networks of which everything can be computed another way, and images for them. */
final class Networks {
  static final Shape INPUT = Shape.of(3, 8, 8);
  static final int SIZE = 192;
  static final int PIXELS = 64;
  static final int CLASSES = 4;
  static final Execution HOW = new Execution(1, Precision.FLOAT32);

  private Networks() {}

  /** Logits {@code W x}. */
  static Sequential linearly(float[][] weights) {
    int k = weights.length;
    Sequential network = Sequential.of(flatten(), new Linear(SIZE, k, false, Rng.seeded(0)));
    float[] all = new float[k * SIZE];
    for (int c = 0; c < k; c++) {
      System.arraycopy(weights[c], 0, all, c * SIZE, SIZE);
    }
    try (Scope scope = Scope.open()) {
      network.parameters().get("1.weight").copyFrom(Tensor.of(all, k, SIZE));
    }
    return network;
  }

  static float[][] randomWeights(int classes, Rng rng) {
    float[][] weights = new float[classes][SIZE];
    for (float[] row : weights) {
      for (int i = 0; i < SIZE; i++) {
        row[i] = (float) rng.nextGaussian();
      }
    }
    return weights;
  }

  /** Without kinks, so that a difference is near the derivative. */
  static Sequential smooth(Rng rng) {
    return Sequential.of(
        new Conv2d(3, 6, 3, 1, 1, true, rng),
        new GELU(),
        new Conv2d(6, 5, 3, 2, 1, true, rng),
        new GELU(),
        flatten(),
        linear(5 * 16, CLASSES, rng));
  }

  /**
   * One whose outputs overflow with all weights random: batch norm magnifies a channel that was off
   * where random weights turn it on.
   */
  static Sequential overflowing(Rng rng) {
    int layers = 40;
    List<Module> parts = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      parts.add(new Conv2d(i == 0 ? 3 : 4, 4, 1, 1, 0, false, rng));
      parts.add(new BatchNorm2d(4));
    }
    parts.add(new AdaptiveAvgPool2d(1));
    parts.add(new Flatten());
    parts.add(new Linear(4, CLASSES, true, rng));
    Sequential network = Sequential.of(parts);
    turnOff(network, layers);
    return network;
  }

  /** The first channel of each convolution, which its batch norm has always seen as 0. */
  private static void turnOff(Module network, int layers) {
    try (Scope scope = Scope.open()) {
      for (int i = 0; i < layers; i++) {
        Tensor weight = network.parameters().get(2 * i + ".weight");
        float[] values = weight.detach().toFloats();
        Arrays.fill(values, 0, values.length / 4, 0);
        weight.copyFrom(Tensor.of(values, weight.shape().toArray()));
        network
            .stateDict()
            .get(2 * i + 1 + ".running_var")
            .copyFrom(Tensor.of(new float[] {0, 1, 1, 1}, 4));
      }
    }
  }

  static float[] image(Rng rng) {
    float[] image = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      image[i] = (float) rng.nextDouble();
    }
    return image;
  }

  /** By the network itself, nothing prepared. */
  static float[] logits(Module network, float[] image) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Evaluating mode = network.evaluating()) {
      return network.call(Tensor.of(image, 1, 3, 8, 8)).toFloats();
    }
  }

  static double score(Module network, float[] image, Question question) {
    return question.score(logits(network, image));
  }

  /** The score's slope at each value, by a difference. */
  static double[] slopes(Module network, float[] image, Question question) {
    double[] slopes = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      float step = 0.02f;
      float[] more = image.clone();
      float[] less = image.clone();
      more[i] += step;
      less[i] -= step;
      slopes[i] =
          (score(network, more, question) - score(network, less, question))
              / ((double) more[i] - less[i]);
    }
    return slopes;
  }

  static Relevance explained(Module network, Explanation how, float[] image, Question question) {
    try (Explainer explainer = Explainer.of(network, INPUT, HOW)) {
      return explainer.explain(how, image, question, Rng.seeded(5));
    }
  }

  /** How far off, as a share of the expected length. */
  static double off(float[] found, double[] expected) {
    double apart = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      apart += Math.pow(found[i] - expected[i], 2);
      length += expected[i] * expected[i];
    }
    return Math.sqrt(apart / length);
  }

  /** The largest magnitude of each pixel's channels. */
  static double[] largest(double[] values) {
    double[] largest = new double[PIXELS];
    for (int i = 0; i < values.length; i++) {
      largest[i % PIXELS] = Math.max(largest[i % PIXELS], Math.abs(values[i]));
    }
    return largest;
  }

  /** The sum of each pixel's channels. */
  static double[] summed(double[] values) {
    double[] summed = new double[PIXELS];
    for (int i = 0; i < values.length; i++) {
      summed[i % PIXELS] += values[i];
    }
    return summed;
  }
}
