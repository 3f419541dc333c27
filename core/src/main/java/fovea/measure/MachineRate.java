package fovea.measure;

import fovea.tensor.Autograd;
import fovea.tensor.Conv;
import fovea.tensor.Execution;
import fovea.tensor.Lanes;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this machine computes, in 10^9 operations a second: the yardstick of {@link
 * fovea.nn.CountedWork counted work}. Medians of several repetitions.
 */
public final class MachineRate {
  /** Large enough that a product is limited by arithmetic, small enough to take moments. */
  private static final int SIZE = 2048;

  private static final double SECONDS = 0.3;
  private static final int LEAST = 3;

  private static final Map<Execution, Double> FOUND = new ConcurrentHashMap<>();

  private MachineRate() {}

  /**
   * What a convolution reaches.
   *
   * @param forward without recording
   * @param backward the gradients of both the input and the weight
   */
  public record Convolution(double forward, double backward) {}

  /** The rate of large matrix products; takes about half a second, once in a process. */
  public static double matmul(Execution how) {
    return FOUND.computeIfAbsent(how, each -> matmul(each, SIZE));
  }

  /**
   * The rate of matrix products, one on each thread at a time, as training shares its work: in
   * float32 a single product would keep to one core ({@code docs/decisions/15-lanes.md}).
   *
   * @param size of both matrices, square
   */
  public static double matmul(Execution how, int size) {
    try (Scope scope = Scope.open();
        Lanes lanes = new Lanes(how.threads())) {
      Rng rng = Rng.seeded(1);
      Tensor a = random(rng, how.precision(), size, size);
      Tensor b = random(rng, how.precision(), size, size);
      double seconds = seconds(() -> lanes.each(how.threads(), (number, lane) -> multiply(a, b)));
      return 2e-9 * size * size * size * how.threads() / seconds;
    }
  }

  /**
   * The rate of a 3 x 3 convolution on images padded to keep their size, channels innermost in
   * memory, in both directions.
   *
   * @param imageSize height and width
   */
  public static Convolution convolution(
      Execution how, int inChannels, int outChannels, int imageSize, int batch) {
    double operations = 2e-9 * batch * imageSize * imageSize * 9 * inChannels * outChannels;
    try (Threads.Block block = Threads.block(how.threads());
        Scope scope = Scope.open()) {
      Rng rng = Rng.seeded(1);
      Tensor images =
          random(rng, how.precision(), batch, inChannels, imageSize, imageSize)
              .channelsLast()
              .requireGradient(true);
      Tensor weight =
          random(rng, how.precision(), outChannels, inChannels, 3, 3)
              .channelsLast()
              .requireGradient(true);
      double forward;
      try (Autograd.NoGrad off = Autograd.noGrad()) {
        forward = seconds(() -> ignore(Conv.conv2d(images, weight, null, 1, 1)));
      }
      Tensor output = Conv.conv2d(images, weight, null, 1, 1);
      Tensor gradient =
          random(rng, how.precision(), batch, outChannels, imageSize, imageSize).channelsLast();
      double backward = seconds(() -> output.backward(gradient, true));
      return new Convolution(operations / forward, 2 * operations / backward);
    }
  }

  private static void multiply(Tensor a, Tensor b) {
    try (Scope scope = Scope.open()) {
      ignore(a.matmul(b));
    }
  }

  private static double seconds(Runnable work) {
    return Stopwatch.time(
            1,
            LEAST,
            SECONDS,
            () -> {
              try (Scope scope = Scope.open()) {
                work.run();
              }
            })
        .median();
  }

  private static void ignore(Tensor unused) {}

  private static Tensor random(Rng rng, Precision precision, long... sizes) {
    return RandomTensor.normal(rng, Shape.of(sizes)).to(precision.dtype());
  }
}
