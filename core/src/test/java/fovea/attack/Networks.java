package fovea.attack;

import static fovea.nn.Layers.conv3x3;
import static fovea.nn.Layers.flatten;
import static fovea.nn.Layers.linear;
import static fovea.nn.Layers.maxPool;
import static fovea.nn.Layers.relu;

import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.nn.Evaluating;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Networks small enough to be attacked in no time, and images for them. */
final class Networks {
  static final Shape INPUT = Shape.of(3, 8, 8);
  static final int SIZE = 192;
  static final Execution HOW = new Execution(1, Precision.FLOAT32);

  private Networks() {}

  /** Logits {@code W x + b}. */
  static Sequential linearly(float[][] weights, float[] bias) {
    int k = weights.length;
    Sequential network = Sequential.of(flatten(), new Linear(SIZE, k, true, Rng.seeded(0)));
    float[] all = new float[k * SIZE];
    for (int c = 0; c < k; c++) {
      System.arraycopy(weights[c], 0, all, c * SIZE, SIZE);
    }
    try (Scope scope = Scope.open()) {
      network.parameters().get("1.weight").copyFrom(Tensor.of(all, k, SIZE));
      network.parameters().get("1.bias").copyFrom(Tensor.of(bias, k));
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

  /** A small convolutional network as it starts. */
  static Sequential convolutional(int classes, long seed) {
    Rng rng = Rng.seeded(seed);
    return Sequential.of(
        conv3x3(3, 8, rng), relu(), maxPool(2), flatten(), linear(8 * 16, classes, rng));
  }

  /** One that tells {@link SmallImages} apart. */
  static Sequential trained() {
    Sequential network = convolutional(3, 1);
    ImageSet images = SmallImages.draw(96, 1);
    CleanImages clean = clean(images);
    float[] all = new float[96 * SIZE];
    for (int i = 0; i < 96; i++) {
      System.arraycopy(clean.pixels().apply(i), 0, all, i * SIZE, SIZE);
    }
    long[] labels = Arrays.stream(clean.labels()).asLongStream().toArray();
    for (int step = 0; step < 60; step++) {
      try (Scope scope = Scope.open()) {
        Tensor logits = network.call(Tensor.of(all, 96, 3, 8, 8).channelsLast());
        Loss.crossEntropy(logits, Tensor.ofLongs(labels, 96), 0).backward();
        descend(network);
      }
    }
    return network;
  }

  private static void descend(Module network) {
    try (Autograd.NoGrad off = Autograd.noGrad()) {
      for (Tensor parameter : network.parameters().values()) {
        Tensor gradient = parameter.gradient();
        parameter.copyFrom(parameter.sub(gradient.mul(0.2)));
        gradient.zeroInPlace();
      }
    }
  }

  static CleanImages clean(ImageSet images) {
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    return new CleanImages(INPUT, labels, i -> values(images.pixels(i)));
  }

  private static float[] values(byte[] pixels) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i % 3 * 64 + i / 3] = (pixels[i] & 0xff) / 255f;
    }
    return values;
  }

  /** Random images, some of whose values are 0 or 1, that the network is right about. */
  static CleanImages rightlyTold(Module network, int count, Rng rng) {
    float[][] images = new float[count][SIZE];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      for (int v = 0; v < SIZE; v++) {
        images[i][v] = (float) Math.max(0, Math.min(1, 1.4 * rng.nextDouble() - 0.2));
      }
      labels[i] = predicted(network, images[i]);
    }
    return new CleanImages(INPUT, labels, i -> images[i].clone());
  }

  /** By the network itself, one image at a time, nothing prepared. */
  static float[] logits(Module network, float[] image) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Evaluating mode = network.evaluating()) {
      return network.call(Tensor.of(image, 1, 3, 8, 8)).toFloats();
    }
  }

  static int predicted(Module network, float[] image) {
    float[] logits = logits(network, image);
    return IntStream.range(0, logits.length)
        .reduce((a, b) -> logits[b] > logits[a] ? b : a)
        .orElseThrow();
  }

  static AttackResult attacked(
      Module network, CleanImages images, Threat threat, Attack attack, long seed) {
    try (Attacker attacker = Attacker.of(network, INPUT, HOW)) {
      return attacker.attack(
          images, threat, List.of(attack), Rng.seeded(seed), AttackListener.NONE);
    }
  }
}
