package fovea.variation.corruption;

import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.image.Pixels;
import fovea.image.Resize;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pictures to be varied. */
final class Pictures {
  private static final ImageSet SHAPES = Shapes.draw(200, 5).splits().train().images();

  private Pictures() {}

  /** Random bytes. */
  static Pixels random(int height, int width, long seed) {
    Rng rng = Rng.seeded(seed);
    byte[] rgb = new byte[3 * height * width];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) rng.nextInt(256);
    }
    return new Pixels(width, height, rgb);
  }

  /** Of one colour. */
  static Pixels plain(int height, int width, int red, int green, int blue) {
    byte[] rgb = new byte[3 * height * width];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i % 3 == 0 ? red : i % 3 == 1 ? green : blue);
    }
    return new Pixels(width, height, rgb);
  }

  /** Drawn things before a background, as photographs are. */
  static List<Pixels> drawn(int size, int count) {
    List<Pixels> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(
          Resize.cover(new Pixels(SHAPES.width(), SHAPES.height(), SHAPES.pixels(i)), size, size));
    }
    return drawn;
  }

  /** A grey layer of random values in [0, 1]. */
  static Picture layer(int height, int width, int channels, long seed) {
    Rng rng = Rng.seeded(seed);
    double[] values = new double[height * width * channels];
    Arrays.setAll(values, i -> rng.nextDouble());
    return new Picture(height, width, channels, values);
  }

  /** Mean distance of two pictures' bytes, of 255. */
  static double distance(Pixels one, Pixels other) {
    double sum = 0;
    for (int i = 0; i < one.rgb().length; i++) {
      sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
    }
    return sum / one.rgb().length;
  }
}
