package fovea.variation.corruption;

import fovea.image.Pixels;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * An image while it is varied: values in [0, 1], row by row, the channels of a pixel together. Of
 * one channel it is a layer that something is made of.
 */
public final class Picture {
  /** Sums of weights come out a little below 1, which must not cost a whole value. */
  private static final double ROUNDING = 1e-6;

  private final int height;
  private final int width;
  private final int channels;
  private double[] values;

  Picture(int height, int width, int channels, double[] values) {
    if (values.length != height * width * channels) {
      throw new IllegalArgumentException(
          "%d values are no picture of %d x %d x %d"
              .formatted(values.length, height, width, channels));
    }
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.values = values;
  }

  static Picture blank(int height, int width, int channels) {
    return new Picture(height, width, channels, new double[height * width * channels]);
  }

  public static Picture of(Pixels pixels) {
    byte[] rgb = pixels.rgb();
    double[] values = new double[rgb.length];
    Arrays.setAll(values, i -> (rgb[i] & 0xff) / 255.0);
    return new Picture(pixels.height(), pixels.width(), 3, values);
  }

  /** In bytes: values outside [0, 1] are cut off, and fractions too, as in the official files. */
  public Pixels toPixels() {
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) toByte(values[i]);
    }
    return new Pixels(width, height, rgb);
  }

  static int toByte(double value) {
    return (int) (255 * clamped(value) + ROUNDING);
  }

  static double clamped(double value) {
    return Math.min(1, Math.max(0, value));
  }

  /** The same as if it had been kept in bytes. */
  void quantise() {
    each(value -> toByte(value) / 255.0);
  }

  void each(DoubleUnaryOperator change) {
    for (int i = 0; i < values.length; i++) {
      values[i] = change.applyAsDouble(values[i]);
    }
  }

  /** From now on it has these values, and keeps the array. */
  void become(double[] others) {
    values = others;
  }

  Picture copy() {
    return new Picture(height, width, channels, values.clone());
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  int channels() {
    return channels;
  }

  /** [height, width, channels] flattened; the picture's own, to be overwritten at will. */
  public double[] values() {
    return values;
  }

  /** Values of a row. */
  int rowLength() {
    return width * channels;
  }

  /** The luma of a pixel of three channels, as ITU-R BT.601 has it. */
  double grey(int pixel) {
    int at = 3 * pixel;
    return 0.299 * values[at] + 0.587 * values[at + 1] + 0.114 * values[at + 2];
  }
}
