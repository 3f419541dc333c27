package fovea.bench;

import fovea.augment.AugmentStep;
import fovea.augment.Moment;
import fovea.data.Batch;
import fovea.recipe.Recipe;
import fovea.settings.Declared;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What each step of {@code augment} costs a processor, as a table of Markdown: the median of
 * several batches on one thread, as those have that prepare batches. A busy machine changes it
 * little.
 *
 * <p>Arguments: {@code [IMAGES [SIZE [ROUNDS]]]}, 64, 160 and 15 unless given.
 */
public final class AugmentBench {
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private AugmentBench() {}

  public static void main(String[] args) {
    int images = args.length > 0 ? Integer.parseInt(args[0]) : 64;
    int size = args.length > 1 ? Integer.parseInt(args[1]) : 160;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 15;
    Threads.set(1);
    System.out.printf("| step | ms for %d images of %d x %d |%n|---|---|%n", images, size, size);
    for (Class<?> step : AugmentStep.class.getPermittedSubclasses()) {
      String name = Declared.name(step);
      AugmentStep made = Recipe.standard().with(setting(step, name)).augment().get(0);
      System.out.printf(
          Locale.ROOT, "| `%s` | %.0f |%n", name, milliseconds(made, images, size, rounds));
    }
  }

  /** With the defaults, but that no image is left as it is. */
  private static String setting(Class<?> step, String name) {
    boolean chosen = Declared.in(step).stream().anyMatch(s -> s.key().equals("probability"));
    return "augment=[{name: " + name + (chosen ? ", probability: 1" : "") + "}]";
  }

  private static double milliseconds(AugmentStep step, int images, int size, int rounds) {
    double[] times = new double[rounds];
    try (Scope outer = Scope.open()) {
      Tensor drawn = RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(images, 3, size, size));
      long[] labels = IntStream.range(0, images).mapToLong(i -> i % 10).toArray();
      Batch batch =
          new Batch(
              drawn.channelsLast(),
              Tensor.ofLongs(labels, images),
              IntStream.range(0, images).toArray(),
              10);
      for (int round = -rounds / 3; round < rounds; round++) {
        Rng rng = Rng.seeded(round);
        long start = CLOCK.getCurrentThreadCpuTime();
        try (Scope scope = Scope.open()) {
          Batch unused = step.apply(batch, new Moment(1, rng, rng, Size2d.square(size)));
        }
        if (round >= 0) {
          times[round] = (CLOCK.getCurrentThreadCpuTime() - start) / 1e6;
        }
      }
    }
    Arrays.sort(times);
    return times[rounds / 2];
  }
}
