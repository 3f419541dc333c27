package fovea.data;

import fovea.tensor.Rng;
import java.util.List;

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

  /** A data set with a test split of a quarter the size. */
  public static DataSet dataSet(int images) {
    return DataSet.of("small", draw(images, 1), null, draw(images / 4, 2));
  }
}
