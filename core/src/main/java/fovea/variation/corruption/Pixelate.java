package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Shrinks a picture by the mean of boxes and enlarges it by repeating pixels, as Pillow does both.
 *
 * @param factor of both sides, in (0, 1]
 */
public record Pixelate(double factor) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.95), of(0.9), of(0.85), of(0.75), of(0.65)),
          List.of(of(0.6), of(0.5), of(0.4), of(0.3), of(0.25)));

  /** A mean of bytes may come out a little below what it is. */
  private static final double HALF = 0.5 + 1e-9;

  private static Pixelate of(double factor) {
    return new Pixelate(factor);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    int height = Math.max(1, (int) (factor * picture.height()));
    int width = Math.max(1, (int) (factor * picture.width()));
    Picture shrunk = resized(picture, height, width);
    picture.become(resized(shrunk, picture.height(), picture.width()).values());
  }

  /** Rows first, kept in bytes in between, as Pillow has them. */
  static Picture resized(Picture picture, int height, int width) {
    return downColumns(alongRows(picture, width), height);
  }

  private static Picture alongRows(Picture from, int width) {
    Picture to = Picture.blank(from.height(), width, from.channels());
    for (int x = 0; x < width; x++) {
      Box box = Box.of(x, from.width(), width);
      for (int y = 0; y < from.height(); y++) {
        for (int c = 0; c < from.channels(); c++) {
          double sum = 0;
          for (int i = box.first; i < box.end; i++) {
            sum += from.values()[y * from.rowLength() + i * from.channels() + c];
          }
          to.values()[y * to.rowLength() + x * to.channels() + c] = rounded(sum / box.count());
        }
      }
    }
    return to;
  }

  private static Picture downColumns(Picture from, int height) {
    Picture to = Picture.blank(height, from.width(), from.channels());
    for (int y = 0; y < height; y++) {
      Box box = Box.of(y, from.height(), height);
      for (int i = 0; i < from.rowLength(); i++) {
        double sum = 0;
        for (int row = box.first; row < box.end; row++) {
          sum += from.values()[row * from.rowLength() + i];
        }
        to.values()[y * to.rowLength() + i] = rounded(sum / box.count());
      }
    }
    return to;
  }

  private static double rounded(double value) {
    return Math.floor(255 * value + HALF) / 255;
  }

  /** Which old pixels a new one is the mean of: those whose centres lie within it. */
  private record Box(int first, int end) {
    static Box of(int place, int from, int to) {
      double scale = (double) from / to;
      double half = Math.max(1, scale) / 2;
      double centre = (place + 0.5) * scale;
      int first = Math.max(0, (int) (centre - half + 0.5));
      int end = Math.min(from, (int) (centre + half + 0.5));
      while (first < end && first + 0.5 - centre <= -half) {
        first++;
      }
      return new Box(first, end);
    }

    int count() {
      return end - first;
    }
  }
}
