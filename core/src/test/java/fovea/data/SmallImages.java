package fovea.data;

import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;

/** Tiny images that a network can learn: each class has a colour, on top of noise. */
public final class SmallImages {
  public static final List<String> CLASSES = List.of("red", "green", "blue");

  private SmallImages() {}

  /** So many images of 8 x 8, classes in turn. */
  public static ImageSet draw(int images, long seed) {
    Rng rng = Rng.seeded(seed);
    byte[][] pixels = new byte[images][8 * 8 * 3];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % 3;
      for (int p = 0; p < pixels[i].length; p++) {
        int colour = p % 3 == labels[i] ? 90 : 40;
        pixels[i][p] = (byte) (colour + rng.nextInt(120));
      }
    }
    return ImageSet.of(CLASSES, 8, 8, pixels, labels);
  }

  /** A data set of 60, 30 and 9 images to train on, and as many of each class to test with. */
  public static DataSet uneven() {
    ImageSet all = draw(180, 1);
    int[] chosen =
        IntStream.range(0, 180).filter(i -> i / 3 < new int[] {60, 30, 9}[i % 3]).toArray();
    return DataSet.of("uneven", all.select(chosen), null, draw(30, 2));
  }

  /** A data set with a test split of a quarter the size. */
  public static DataSet dataSet(int images) {
    return DataSet.of("small", draw(images, 1), null, draw(images / 4, 2));
  }
}
