package fovea.bench;

import fovea.measure.StepRate;
import fovea.measure.Stopwatch;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.PreparedForGradients;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Images a second of one step of projected gradient descent, forward and the gradient of the
 * images, beside those of a training step of the same network and precision, in turns.
 *
 * <p>Arguments, all optional: {@code --model NAME} ({@code speedrun}), {@code --batch N} (250, the
 * recipe's at once), {@code --rounds N} (7), {@code --threads N} (2).
 */
public final class InputGradientBench {
  private static final int STEPS = 4;
  private static final double EPSILON = 8 / 255.0;
  private static final double STEP = 2 / 255.0;

  private InputGradientBench() {}

  public static void main(String[] args) {
    String name = option(args, "--model", "speedrun");
    int batch = Integer.parseInt(option(args, "--batch", "250"));
    int rounds = Integer.parseInt(option(args, "--rounds", "7"));
    int threads = Integer.parseInt(option(args, "--threads", "2"));
    for (Precision precision : Precision.supported()) {
      measure(name, batch, rounds, new Execution(threads, precision));
    }
  }

  private static String option(String[] args, String name, String otherwise) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? otherwise : args[at + 1];
  }

  private static void measure(String name, int batch, int rounds, Execution how) {
    List<String> classes = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    try (Model trained = Models.create(name, Map.of(), classes, Rng.seeded(1));
        Model attacked = Models.create(name, Map.of(), classes, Rng.seeded(1));
        Threads.Block block = Threads.block(how.threads());
        PreparedForGradients prepared =
            PreparedForGradients.of(attacked.network(), attacked.input(), how.precision());
        Scope data = Scope.open()) {
      attacked.network().eval();
      Rng rng = Rng.seeded(2);
      Tensor images = RandomTensor.uniform(0, 1, rng, Shape.of(batch, 3, 32, 32)).channelsLast();
      long[] labels = new long[batch];
      Arrays.setAll(labels, i -> rng.nextInt(classes.size()));
      Tensor targets = Tensor.ofLongs(labels, batch);
      List<Double> training = new ArrayList<>();
      List<Double> gradients = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        training.add(StepRate.of(trained.network(), batch, 0, how, STEPS).imagesPerSecond());
        Stopwatch times =
            Stopwatch.time(2, STEPS, 0, () -> attack(prepared, images, images, targets));
        gradients.add(batch / times.median());
      }
      double ratio = median(gradients) / median(training);
      System.out.printf(
          Locale.ROOT,
          "%s %s, %d images: training step %.0f images/s, PGD step %.0f images/s, ratio %.2f%n",
          name,
          how.precision().shortName(),
          batch,
          median(training),
          median(gradients),
          ratio);
    }
  }

  /** One step from images, within epsilon of the clean ones. */
  private static void attack(
      PreparedForGradients network, Tensor clean, Tensor images, Tensor labels) {
    try (Scope step = Scope.open()) {
      Tensor x = images.detach().requireGradient(true);
      Tensor loss = Loss.crossEntropy(network.call(x), labels, 0);
      Tensor gradient = Autograd.gradients(loss, List.of(x)).get(0);
      try (Autograd.NoGrad off = Autograd.noGrad()) {
        Tensor sign = gradient.mul(1e30).clamp(-1, 1);
        Tensor change = images.add(sign.mul(STEP)).sub(clean).clamp(-EPSILON, EPSILON);
        Tensor unused = clean.add(change).clamp(0, 1);
      }
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
