package fovea.data;

import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;

/** Images on which there is nothing: each value of each pixel is drawn for itself, uniformly. */
public final class Noise {
  /** What commands call it. */
  public static final String NAME = "noise";

  private Noise() {}

  /** So many images, of one class, always the same for a seed. */
  public static ImageSet draw(int images, int height, int width, long seed) {
    byte[][] pixels =
        IntStream.range(0, images)
            .mapToObj(i -> pixels(height * width * 3, Rng.seeded(seed).split(NAME, i)))
            .toArray(byte[][]::new);
    return ImageSet.of(List.of(NAME), height, width, pixels, new int[images]);
  }

  private static byte[] pixels(int values, Rng rng) {
    byte[] pixels = new byte[values];
    long bits = 0;
    for (int p = 0; p < values; p++) {
      bits = p % Long.BYTES == 0 ? rng.nextLong() : bits >>> Byte.SIZE;
      pixels[p] = (byte) bits;
    }
    return pixels;
  }
}
