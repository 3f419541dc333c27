package fovea.variation;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Evaluator;
import fovea.image.Pixels;
import fovea.nn.Prepared;
import fovea.tensor.Lanes;
import fovea.tensor.Rng;
import fovea.variation.corruption.Distortion;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Judges a network on images varied in one way or another. Few at a time are varied and judged, so
 * that memory doesn't depend on how many there are.
 *
 * @param network prepared in evaluation mode, with the images' classes
 * @param images those of the split that are judged
 * @param places of these in the split, which an image's random numbers go by
 * @param threads their number doesn't change the figures
 */
@SuppressWarnings("ArrayRecordComponent") // shared and not changed
public record VariationJudge(
    Prepared network, ImageSet images, int[] places, int threads, long seed) {
  private static final long BYTES_AT_A_TIME = 32 << 20;
  private static final int MOST_AT_A_TIME = 1024;

  /** Hears of each part. */
  @FunctionalInterface
  interface Part {
    void done(int images);
  }

  /**
   * Images of a split.
   *
   * @param atMost how many, drawn by the seed; all where there are no more
   */
  public static VariationJudge of(
      Prepared network, Split split, int atMost, int threads, long seed) {
    ImageSet all = split.images();
    int[] places = chosen(all.size(), atMost, seed);
    return new VariationJudge(network, all.select(places), places, threads, seed);
  }

  /** Which of so many, in rising order. */
  static int[] chosen(int all, int atMost, long seed) {
    return atMost >= all
        ? IntStream.range(0, all).toArray()
        : Arrays.stream(Rng.seeded(seed).split("images").permutation(all))
            .limit(atMost)
            .sorted()
            .toArray();
  }

  /** The share of the images as they are that the network gets right. */
  public double accuracy() {
    return share(rightOf(images));
  }

  /**
   * The share of the varied images that the network gets right.
   *
   * @param draws names the random numbers: two distortions with the same name draw the same
   * @throws CancellationException if this thread is interrupted
   */
  public double accuracy(Distortion distortion, String draws) {
    return share(right(distortion, draws, some -> {}));
  }

  /**
   * Which of the varied images the network gets right.
   *
   * @param draws names the random numbers: two distortions with the same name draw the same
   * @throws CancellationException if this thread is interrupted
   */
  boolean[] right(Distortion distortion, String draws, Part part) {
    boolean[] right = new boolean[images.size()];
    int step = atATime();
    for (int first = 0; first < images.size(); first += step) {
      int end = Math.min(images.size(), first + step);
      boolean[] some = rightOf(varied(distortion, draws, first, end));
      System.arraycopy(some, 0, right, first, some.length);
      part.done(end - first);
    }
    return right;
  }

  /** How many are true, of all. */
  static double share(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return (double) count / right.length;
  }

  /** The images from {@code first} to below {@code end}, varied. */
  ImageSet varied(Distortion distortion, String draws, int first, int end) {
    byte[][] pixels = new byte[end - first][];
    int[] labels = new int[end - first];
    Rng rng = Rng.seeded(seed).split(draws);
    try (Lanes lanes = new Lanes(threads)) {
      lanes.eachUnlessInterrupted(
          end - first,
          (number, lane) -> {
            int image = first + number;
            Pixels original = new Pixels(images.width(), images.height(), images.pixels(image));
            pixels[number] = distortion.of(original, rng.split("image", places[image])).rgb();
            labels[number] = images.label(image);
          });
    }
    return ImageSet.of(images.classes(), images.height(), images.width(), pixels, labels);
  }

  /** The first of these images. */
  VariationJudge first(int count) {
    int[] few = IntStream.range(0, count).toArray();
    return new VariationJudge(
        network, images.select(few), Arrays.copyOf(places, count), threads, seed);
  }

  private int atATime() {
    long image = 3L * images.height() * images.width();
    return (int) Math.max(1, Math.min(MOST_AT_A_TIME, BYTES_AT_A_TIME / image));
  }

  /** As images to test with, whatever they were: nothing is ever chosen by them. */
  private boolean[] rightOf(ImageSet some) {
    return Evaluator.right(network, new Split.Test(some), threads);
  }
}
