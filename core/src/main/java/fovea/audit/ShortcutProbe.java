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
 * its middle. A prediction that turns into the other image's follows what was replaced. Models
 * follow something of everything; what is followed far more than chance explains, and isn't the
 * object, is a shortcut.
 *
 * @param images how many were altered
 * @param factors each with its figures
 * @param shortcut what is followed most besides the object, if that is far above chance; else null
 * @see <a href="https://arxiv.org/abs/2004.07780">Geirhos et al. 2020</a>
 * @see <a href="https://arxiv.org/abs/2006.09994">Xiao et al. 2021, section 3, who swap
 *     backgrounds</a>
 */
public record ShortcutProbe(int images, List<Followed> factors, @Nullable ProbeFactor shortcut) {
  /** How many images say enough: a share is known to three points. */
  public static final int IMAGES = 1000;

  /** By how much more than chance a shortcut is followed. */
  private static final double FAR_ABOVE = 0.15;

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
   * @param excess of {@code follows} over what a prediction that just gets lost would give: the
   *     share that becomes any one of the third classes; where there is none, the share that turns
   *     though the thing is that of another image taken for the same class
   */
  public record Followed(
      ProbeFactor factor,
      Proportion keptWithout,
      Proportion kept,
      Proportion follows,
      double excess) {}

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
    int[] other = others(before, rng.split("pairs"));
    int[] fellow = fellows(before, rng.split("fellows"));
    List<Followed> factors = new ArrayList<>();
    for (ProbeFactor factor : ProbeFactor.values()) {
      int[] without = predictions.of(i -> factor.removed(pixels(some, i)));
      int[] swapped = predictions.of(i -> factor.swapped(pixels(some, i), pixels(some, other[i])));
      double lost;
      if (images.classes().size() > 2) {
        lost = becomingAThird(images.classes().size(), before, other, swapped);
      } else {
        int[] same = predictions.of(i -> factor.swapped(pixels(some, i), pixels(some, fellow[i])));
        lost = 1 - share(same, before);
      }
      factors.add(followed(factor, before, other, without, swapped, lost));
    }
    return Optional.of(new ShortcutProbe(count, factors, shortcut(factors)));
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

  static Followed followed(
      ProbeFactor factor, int[] before, int[] other, int[] without, int[] swapped, double lost) {
    int count = before.length;
    long keptWithout = equal(without, before);
    long kept = equal(swapped, before);
    long follows = equal(swapped, ofPartners(before, other));
    return new Followed(
        factor,
        Proportion.of(keptWithout, count),
        Proportion.of(kept, count),
        Proportion.of(follows, count),
        (double) follows / count - lost);
  }

  /** What of the predictions becomes one third class, on average over these. */
  static double becomingAThird(int classes, int[] before, int[] other, int[] swapped) {
    double neither = 1 - share(swapped, before) - share(swapped, ofPartners(before, other));
    return neither / (classes - 2);
  }

  private static int[] ofPartners(int[] before, int[] other) {
    return Arrays.stream(other).map(i -> before[i]).toArray();
  }

  private static double share(int[] some, int[] others) {
    return (double) equal(some, others) / some.length;
  }

  private static long equal(int[] some, int[] others) {
    return IntStream.range(0, some.length).filter(i -> some[i] == others[i]).count();
  }

  private static @Nullable ProbeFactor shortcut(List<Followed> factors) {
    Optional<Followed> most =
        factors.stream()
            .filter(found -> found.factor != ProbeFactor.OBJECT)
            .max(Comparator.comparingDouble(Followed::excess));
    return most.filter(found -> found.excess >= FAR_ABOVE).map(Followed::factor).orElse(null);
  }
}
