package fovea.augment;

import fovea.tensor.Geometry.Padding;

/**
 * Where each pixel of a picture is read: the point ((a x + b y + c) / w, (d x + e y + f) / w) with
 * w = g x + h y + 1. Coordinates count pixels from the upper left corner, so that the first pixel's
 * centre is (0.5, 0.5). Points are read bilinearly between the centres.
 */
record Warp(double a, double b, double c, double d, double e, double f, double g, double h) {
  /**
   * Reads each point at a linear map of its offset from a fixed one.
   *
   * @param x of the point that stays where it is
   * @param y of the point that stays where it is
   */
  static Warp about(double x, double y, double a, double b, double d, double e) {
    return new Warp(a, b, x - a * x - b * y, d, e, y - d * x - e * y, 0, 0);
  }

  /** Moves a picture, by any part of pixels. */
  static Warp translation(double right, double down) {
    return new Warp(1, 0, -right, 0, 1, -down, 0, 0);
  }

  /** Turns a picture about its centre, clockwise. */
  static Warp rotation(Picture picture, double degrees) {
    return affine(picture, degrees, 0, 0, 1, 0);
  }

  /**
   * Shears a picture along x, scales it and turns it about its centre, and then moves it.
   *
   * @param degrees clockwise
   * @param shear degrees
   */
  static Warp affine(
      Picture picture, double degrees, double right, double down, double scale, double shear) {
    double cosine = Math.cos(Math.toRadians(degrees)) / scale;
    double sine = Math.sin(Math.toRadians(degrees)) / scale;
    double slope = Math.tan(Math.toRadians(shear));
    double a = cosine - slope * sine;
    double b = sine + slope * cosine;
    Warp still = about(picture.width() / 2.0, picture.height() / 2.0, a, b, -sine, cosine);
    return new Warp(
        a,
        b,
        still.c - a * right - b * down,
        still.d,
        still.e,
        still.f + sine * right - cosine * down,
        0,
        0);
  }

  /**
   * The map that brings a picture's corners to these points.
   *
   * @param x of the upper left corner, and on clockwise
   * @param y of the upper left corner, and on clockwise
   * @see <a href="https://www2.eecs.berkeley.edu/Pubs/TechRpts/1989/CSD-89-516.pdf">Heckbert 1989,
   *     section 2.2.3</a>
   */
  static Warp perspective(Picture picture, double[] x, double[] y) {
    double dx1 = x[1] - x[2];
    double dx2 = x[3] - x[2];
    double dy1 = y[1] - y[2];
    double dy2 = y[3] - y[2];
    double sumX = x[0] - x[1] + x[2] - x[3];
    double sumY = y[0] - y[1] + y[2] - y[3];
    double det = dx1 * dy2 - dx2 * dy1;
    double g = (sumX * dy2 - dx2 * sumY) / det;
    double h = (dx1 * sumY - sumX * dy1) / det;
    double a = x[1] - x[0] + g * x[1];
    double b = x[3] - x[0] + h * x[3];
    double d = y[1] - y[0] + g * y[1];
    double e = y[3] - y[0] + h * y[3];
    // That was from the unit square to the points; its adjugate leads back, to the unit square.
    double last = a * e - b * d;
    double across = picture.width() / last;
    double along = picture.height() / last;
    return new Warp(
        (e - y[0] * h) * across,
        (x[0] * h - b) * across,
        (b * y[0] - x[0] * e) * across,
        (y[0] * g - d) * along,
        (a - x[0] * g) * along,
        (x[0] * d - a * y[0]) * along,
        (d * h - e * g) / last,
        (b * g - a * h) / last);
  }

  void apply(Picture picture, Padding padding) {
    int height = picture.height();
    int width = picture.width();
    float[] from = picture.values();
    float[] to = picture.spare();
    int pixel = 0;
    for (int row = 0; row < height; row++) {
      double y = row + 0.5;
      for (int column = 0; column < width; column++, pixel += Picture.CHANNELS) {
        double x = column + 0.5;
        double w = 1 / (g * x + h * y + 1);
        double px = (a * x + b * y + c) * w - 0.5;
        double py = (d * x + e * y + f) * w - 0.5;
        if (px >= 0 && py >= 0 && px < width - 1 && py < height - 1) {
          inside(from, to, pixel, px, py, width);
        } else if (padding == Padding.REFLECT) {
          inside(from, to, pixel, reflected(px, width), reflected(py, height), width);
        } else {
          faded(from, to, pixel, px, py, height, width);
        }
      }
    }
    picture.swap();
  }

  /** A neighbour that lies outside has no weight, and another is read in its place. */
  private static void inside(float[] from, float[] to, int pixel, double px, double py, int width) {
    int left = (int) px;
    int upper = (int) py;
    float right = (float) (px - left);
    float lower = (float) (py - upper);
    int at = (upper * width + left) * Picture.CHANNELS;
    int beside = right > 0 ? Picture.CHANNELS : 0;
    int below = lower > 0 ? width * Picture.CHANNELS : 0;
    for (int channel = 0; channel < Picture.CHANNELS; channel++, at++) {
      float above = from[at] + right * (from[at + beside] - from[at]);
      float under = from[at + below] + right * (from[at + below + beside] - from[at + below]);
      to[pixel + channel] = above + lower * (under - above);
    }
  }

  /** What lies outside is black. */
  private static void faded(
      float[] from, float[] to, int pixel, double px, double py, int height, int width) {
    to[pixel] = 0;
    to[pixel + 1] = 0;
    to[pixel + 2] = 0;
    if (!(px > -1 && py > -1 && px < width && py < height)) {
      return;
    }
    int left = (int) Math.floor(px);
    int upper = (int) Math.floor(py);
    for (int y = Math.max(0, upper); y <= Math.min(height - 1, upper + 1); y++) {
      for (int x = Math.max(0, left); x <= Math.min(width - 1, left + 1); x++) {
        float weight = (float) ((1 - Math.abs(px - x)) * (1 - Math.abs(py - y)));
        int at = (y * width + x) * Picture.CHANNELS;
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
          to[pixel + channel] += weight * from[at + channel];
        }
      }
    }
  }

  /** Mirrored at the picture's edges, which lie half a pixel outside the outermost centres. */
  private static double reflected(double position, int size) {
    double from = Math.abs(position + 0.5) % (2 * size);
    double within = from < size ? from : 2 * size - from;
    return Math.min(size - 1, Math.max(0, within - 0.5));
  }
}
