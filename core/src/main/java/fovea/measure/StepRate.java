package fovea.measure;

import fovea.nn.Module;
import fovea.optim.Optimizer;
import fovea.optim.Sgd;
import fovea.tensor.Execution;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;

/**
 * How long a training step takes as {@code bench/peers} times other libraries: random images
 * [batch, 3, 32, 32], cross-entropy, SGD with Nesterov momentum, the median of the steps after the
 * first two.
 *
 * @param batch images a step
 * @param seconds a step
 */
public record StepRate(int batch, double seconds) {
  private static final int WARM_UP = 2;
  private static final int CLASSES = 10;
  private static final double LEARNING_RATE = 0.01;

  /**
   * Trains the network for a few steps.
   *
   * @param network [N, 3, 32, 32] to logits [N, 10]
   * @param steps timed, at least 1
   */
  public static StepRate of(Module network, int batch, Execution how, int steps) {
    try (Threads.Block block = Threads.block(how.threads());
        Scope data = Scope.open();
        Optimizer optimizer =
            new Sgd(LEARNING_RATE, 0.9, true, 0, false).of(network.parameters(), batch)) {
      Rng rng = Rng.seeded(2);
      Tensor images = RandomTensor.normal(rng, Shape.of(batch, 3, 32, 32)).channelsLast();
      long[] classes = new long[batch];
      Arrays.setAll(classes, i -> rng.nextInt(CLASSES));
      Tensor labels = Tensor.ofLongs(classes, batch);
      Stopwatch times =
          Stopwatch.time(
              WARM_UP, steps, 0, () -> step(network, images, labels, how.precision(), optimizer));
      return new StepRate(batch, times.median());
    }
  }

  private static void step(
      Module network, Tensor images, Tensor labels, Precision precision, Optimizer optimizer) {
    try (Scope step = Scope.open()) {
      Tensor loss;
      try (Precision.Block block = precision.on()) {
        loss = Loss.crossEntropy(network.call(images), labels, 0);
      }
      loss.backward();
      optimizer.step(LEARNING_RATE);
      optimizer.zeroGradients();
    }
  }

  public double imagesPerSecond() {
    return batch / seconds;
  }
}
