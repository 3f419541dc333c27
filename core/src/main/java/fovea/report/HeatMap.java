package fovea.report;

import fovea.explain.Relevance;
import fovea.image.Pixels;
import java.util.Arrays;

/**
 * Relevance as colour: red speaks for the answer, blue against it. The strongest hundredth of the
 * pixels has the full colour; a map without anything against it begins at its smallest value.
 */
public final class HeatMap {
  private static final int[] FOR = {0xC8, 0x1E, 0x1E};
  private static final int[] AGAINST = {0x1D, 0x4E, 0xD8};
  private static final int WHITE = 255;
  private static final double STRONGEST = 0.99;

  /** How much of an image a full colour hides. */
  private static final double COVER = 0.75;

  private HeatMap() {}

  /** The map alone, on white. */
  public static Pixels of(Relevance relevance) {
    byte[] rgb = new byte[3 * relevance.values().length];
    double[] strengths = strengths(relevance);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = mixed(WHITE, strengths[i / 3], i % 3, 1);
    }
    return new Pixels(relevance.width(), relevance.height(), rgb);
  }

  /**
   * The map over its image, which is shown in grey.
   *
   * @throws IllegalArgumentException if they are of different sizes
   */
  public static Pixels over(Pixels image, Relevance relevance) {
    if (image.width() != relevance.width() || image.height() != relevance.height()) {
      throw new IllegalArgumentException(
          "an image of %d x %d under relevance of %d x %d"
              .formatted(image.width(), image.height(), relevance.width(), relevance.height()));
    }
    byte[] rgb = new byte[image.rgb().length];
    double[] strengths = strengths(relevance);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = mixed(grey(image.rgb(), i / 3), strengths[i / 3], i % 3, COVER);
    }
    return new Pixels(image.width(), image.height(), rgb);
  }

  /** By Rec. 601, as most see it. */
  private static int grey(byte[] rgb, int pixel) {
    int red = rgb[3 * pixel] & 0xff;
    int green = rgb[3 * pixel + 1] & 0xff;
    int blue = rgb[3 * pixel + 2] & 0xff;
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }

  private static byte mixed(int ground, double strength, int channel, double cover) {
    int color = (strength < 0 ? AGAINST : FOR)[channel];
    double share = cover * Math.abs(strength);
    return (byte) Math.round((1 - share) * ground + share * color);
  }

  /** Of each pixel, in [-1, 1]. */
  static double[] strengths(Relevance relevance) {
    float[] values = relevance.values();
    double least = Double.POSITIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
    }
    double zero = Math.max(0, least);
    double[] above = new double[values.length];
    for (int p = 0; p < above.length; p++) {
      above[p] = values[p] - zero;
    }
    double[] sizes = Arrays.stream(above).map(Math::abs).sorted().toArray();
    double strong = sizes[(int) (STRONGEST * (sizes.length - 1))];
    double full = strong > 0 ? strong : sizes[sizes.length - 1];
    return Arrays.stream(above)
        .map(value -> full > 0 ? Math.max(-1, Math.min(1, value / full)) : 0)
        .toArray();
  }
}
