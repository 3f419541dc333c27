package fovea.audit;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.evaluate.Views;
import fovea.image.Pixels;
import fovea.nn.Prepared;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model's predictions follow. In pairs of images that it takes for different classes, one
 * thing of an image is replaced by the other image's: its colours, its surroundings, its place, or
 * its middle. A prediction that turns into the other image's follows what was replaced, or is just
 * lost: so the same is replaced by that of a third image, which is taken for the same class as the
 * first. What turns predictions into the other image's class far more often if it is the other
 * image's, and isn't the object, is a shortcut.
 *
 * @param images how many were altered
 * @param factors each with its figures
 * @param shortcut what is followed most besides the object, if chance doesn't explain that it is
 *     far above; else null
 * @see <a href="https://arxiv.org/abs/2004.07780">Geirhos et al. 2020</a>
 * @see <a href="https://arxiv.org/abs/2006.09994">Xiao et al. 2021, section 3, who swap
 *     backgrounds</a>
 */
public record ShortcutProbe(int images, List<Followed> factors, @Nullable ProbeFactor shortcut) {
  /** How many images say enough: a share is known to three points. */
  public static final int IMAGES = 1000;

  /** By how much more than a lost prediction a shortcut is followed, at least. */
  private static final double FAR_ABOVE = 0.15;

  /**
   * The normal distribution's 1 - 0.025 / 3 point: a bound for each of three factors, of which 95
   * in 100 times all hold (Bonferroni).
   */
  private static final double Z_OF_THREE = 2.39397979981851;

  private static final int TRIES = 50;

  public ShortcutProbe {
    factors = List.copyOf(factors);
  }

  /**
   * How predictions depend on one thing.
   *
   * @param keptWithout share of predictions that stay when it is taken away
   * @param kept share of predictions that stay when it is another image's
   * @param follows share of predictions that become the other image's
   * @param excess of the share that becomes the other image's class over the share that does when
   *     the thing is that of an image taken for the same class; of the images that there is such a
   *     one for
   * @param excessAtLeast the lower bound of {@code excess}, -1 where there is no such image; bounds
   *     of the three things besides the object hold at once in 95 of 100 samples
   */
  public record Followed(
      ProbeFactor factor,
      Proportion keptWithout,
      Proportion kept,
      Proportion follows,
      double excess,
      double excessAtLeast) {}

  /**
   * Probes a model.
   *
   * @param network in evaluation mode, prepared
   * @param images of the network's size; of more than {@value #IMAGES} some are drawn
   * @param rng for these, and the pairs
   * @return empty if the model takes all these images for the same class, so that there is nothing
   *     that its predictions follow
   */
  public static Optional<ShortcutProbe> of(
      Prepared network, ImageSet images, int threads, Rng rng) {
    int count = Math.min(IMAGES, images.size());
    int[] order = rng.split("images").permutation(images.size());
    ImageSet some = images.select(Arrays.copyOf(order, count));
    Predictions predictions = new Predictions(network, some, threads);
    int[] before = predictions.of(i -> some.pixels(i));
    if (Arrays.stream(before).distinct().count() < 2) {
      return Optional.empty();
    }
    Pairs pairs = Pairs.of(before, rng);
    List<Followed> factors = new ArrayList<>();
    for (ProbeFactor factor : ProbeFactor.values()) {
      factors.add(
          followed(
              factor,
              pairs,
              predictions.of(i -> factor.removed(pixels(some, i))),
              predictions.of(i -> factor.swapped(pixels(some, i), pixels(some, pairs.other[i]))),
              predictions.of(i -> factor.swapped(pixels(some, i), pixels(some, pairs.fellow[i])))));
    }
    return Optional.of(new ShortcutProbe(count, factors, shortcut(factors)));
  }

  /**
   * Which images are held against one another.
   *
   * @param before what each is taken for
   * @param other for each another that is taken for another class
   * @param fellow for each another that is taken for the same class, or itself where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on within a call, never kept
  record Pairs(int[] before, int[] other, int[] fellow) {
    static Pairs of(int[] before, Rng rng) {
      return new Pairs(
          before, others(before, rng.split("pairs")), fellows(before, rng.split("fellows")));
    }
  }

  private record Predictions(Prepared network, ImageSet images, int threads) {
    int[] of(IntFunction<byte[]> altered) {
      byte[][] pixels =
          IntStream.range(0, images.size()).parallel().mapToObj(altered).toArray(byte[][]::new);
      int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
      ImageSet set = ImageSet.of(images.classes(), images.height(), images.width(), pixels, labels);
      Outputs<Split.Test> outputs = Outputs.of(network, new Split.Test(set), threads, Views.PLAIN);
      return IntStream.range(0, outputs.size()).map(outputs::predicted).toArray();
    }
  }

  private static Pixels pixels(ImageSet images, int image) {
    return new Pixels(images.width(), images.height(), images.pixels(image));
  }

  /** For each image another that is taken for another class. */
  private static int[] others(int[] predicted, Rng rng) {
    int[] other = new int[predicted.length];
    for (int i = 0; i < other.length; i++) {
      int found = rng.nextInt(predicted.length);
      for (int t = 0; t < TRIES && predicted[found] == predicted[i]; t++) {
        found = rng.nextInt(predicted.length);
      }
      while (predicted[found] == predicted[i]) {
        found = (found + 1) % predicted.length;
      }
      other[i] = found;
    }
    return other;
  }

  /** For each image another that is taken for the same class, or itself where there is none. */
  private static int[] fellows(int[] predicted, Rng rng) {
    int[] order = rng.permutation(predicted.length);
    int[] fellow = new int[predicted.length];
    Map<Integer, List<Integer>> classes =
        Arrays.stream(order).boxed().collect(Collectors.groupingBy(i -> predicted[i]));
    for (List<Integer> alike : classes.values()) {
      for (int i = 0; i < alike.size(); i++) {
        fellow[alike.get(i)] = alike.get((i + 1) % alike.size());
      }
    }
    return fellow;
  }

  /**
   * What a factor's swaps came to.
   *
   * @param without what each image is taken for without it
   * @param swapped what for with that of its other
   * @param control what for with that of its fellow
   */
  static Followed followed(
      ProbeFactor factor, Pairs pairs, int[] without, int[] swapped, int[] control) {
    int count = pairs.before.length;
    int[] wanted = Arrays.stream(pairs.other).map(i -> pairs.before[i]).toArray();
    Estimate excess = excess(pairs, wanted, swapped, control);
    return new Followed(
        factor,
        Proportion.of(equal(without, pairs.before), count),
        Proportion.of(equal(swapped, pairs.before), count),
        Proportion.of(equal(swapped, wanted), count),
        excess.value(),
        excess.low());
  }

  private static Estimate excess(Pairs pairs, int[] wanted, int[] swapped, int[] control) {
    int[] paired = IntStream.range(0, wanted.length).filter(i -> pairs.fellow[i] != i).toArray();
    if (paired.length == 0) {
      return new Estimate(0, -1, 1);
    }
    long[] counts = new long[4];
    for (int i : paired) {
      counts[(swapped[i] == wanted[i] ? 0 : 2) + (control[i] == wanted[i] ? 0 : 1)]++;
    }
    return Estimate.pairedDifference(counts[0], counts[1], counts[2], counts[3], Z_OF_THREE);
  }

  private static long equal(int[] some, int[] others) {
    return IntStream.range(0, some.length).filter(i -> some[i] == others[i]).count();
  }

  static @Nullable ProbeFactor shortcut(List<Followed> factors) {
    return factors.stream()
        .filter(found -> found.factor != ProbeFactor.OBJECT && found.excessAtLeast >= FAR_ABOVE)
        .max(Comparator.comparingDouble(Followed::excess))
        .map(Followed::factor)
        .orElse(null);
  }
}
