package fovea.bench;

import fovea.nn.Module;
import fovea.optim.Sgd;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.Locale;

/**
 * Images a second that Fovea trains, on the networks and by the protocol of the peers: random
 * images [128, 3, 32, 32], SGD with Nesterov momentum, two threads, the median of 12 steps after 2.
 *
 * <p>Arguments: {@code --fp32} for float32, {@code --steps N} for another number of steps.
 */
public final class StepBench {
  private static final int BATCH = 128;
  private static final int WARM_UP = 2;

  private StepBench() {}

  public static void main(String[] args) {
    boolean fp32 = Arrays.asList(args).contains("--fp32");
    int option = Arrays.asList(args).indexOf("--steps");
    int steps = option < 0 ? 14 : Integer.parseInt(args[option + 1]);
    Precision precision = fp32 ? Precision.FLOAT32 : Precision.BFLOAT16;
    Threads.set(2);
    Rng rng = Rng.seeded(1);
    report("article", new Article(rng), steps, precision);
    report("vgg6", new Vgg6(rng), steps, precision);
  }

  private static void report(String name, Module network, int steps, Precision precision) {
    try (network) {
      double seconds = secondsAStep(network, steps, precision);
      System.out.printf(
          Locale.ROOT,
          "Fovea %s %s: %.1f ms, %.0f images/s%n",
          name,
          precision,
          1e3 * seconds,
          BATCH / seconds);
    }
  }

  private static double secondsAStep(Module network, int steps, Precision precision) {
    double[] seconds = new double[steps];
    try (Scope data = Scope.open();
        Sgd optimizer = new Sgd(network.parameters(), 0.9, true, 0, false)) {
      Rng rng = Rng.seeded(2);
      Tensor images = RandomTensor.normal(rng, Shape.of(BATCH, 3, 32, 32)).channelsLast();
      long[] classes = new long[BATCH];
      Arrays.setAll(classes, i -> rng.nextInt(10));
      Tensor labels = Tensor.ofLongs(classes, BATCH);
      for (int i = 0; i < steps; i++) {
        long start = System.nanoTime();
        try (Scope step = Scope.open()) {
          Tensor loss;
          try (Precision.Block block = precision.on()) {
            loss = Loss.crossEntropy(network.call(images), labels, 0);
          }
          loss.backward();
          optimizer.step(0.01);
          optimizer.zeroGradients();
        }
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    double[] timed = Arrays.copyOfRange(seconds, WARM_UP, steps);
    Arrays.sort(timed);
    return (timed[(timed.length - 1) / 2] + timed[timed.length / 2]) / 2;
  }
}
