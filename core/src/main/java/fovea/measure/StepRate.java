package fovea.measure;

import fovea.nn.Module;
import fovea.nn.Pass;
import fovea.optim.Optimizer;
import fovea.optim.Sgd;
import fovea.optim.SummedGradients;
import fovea.tensor.Execution;
import fovea.tensor.Lanes;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.Objects;

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
   * @param microBatch images that go through it at once, which the threads share; 0 is the batch
   * @param steps timed, at least 1
   */
  public static StepRate of(Module network, int batch, int microBatch, Execution how, int steps) {
    try (Threads.Block block = Threads.block(how.threads());
        Scope data = Scope.open();
        Lanes lanes = new Lanes(how.threads());
        Optimizer optimizer =
            new Sgd(LEARNING_RATE, 0.9, true, 0, false).of(network.parameters(), batch);
        SummedGradients gradients = new SummedGradients(optimizer, lanes, how.precision())) {
      Rng rng = Rng.seeded(2);
      Tensor images = RandomTensor.normal(rng, Shape.of(batch, 3, 32, 32)).channelsLast();
      long[] classes = new long[batch];
      Arrays.setAll(classes, i -> rng.nextInt(CLASSES));
      Tensor labels = Tensor.ofLongs(classes, batch);
      int part = microBatch == 0 ? batch : Math.min(microBatch, batch);
      int parts = (batch + part - 1) / part;
      Pass[] passes = new Pass[parts];
      Runnable step =
          () -> {
            try {
              gradients.of(
                  parts,
                  i -> {
                    int first = i * part;
                    int count = Math.min(part, batch - first);
                    try (Pass pass = parts == 1 ? Pass.alone(i) : Pass.begin(i);
                        Precision.Block precision = how.precision().on()) {
                      passes[i] = pass;
                      Tensor logits = network.call(images.narrow(0, first, count));
                      Loss.crossEntropy(logits, labels.narrow(0, first, count), 0)
                          .mul((double) count / batch)
                          .backward();
                    }
                  });
              Arrays.stream(passes).forEach(Pass::applyChanges);
            } finally {
              Arrays.stream(passes).filter(Objects::nonNull).forEach(Pass::forgetChanges);
            }
            optimizer.step(LEARNING_RATE, lanes);
          };
      return new StepRate(batch, Stopwatch.time(WARM_UP, steps, 0, step).median());
    }
  }

  public double imagesPerSecond() {
    return batch / seconds;
  }
}
