package fovea.variation.corruption;

/** Reads pictures between their pixels. */
final class Sampling {
  private Sampling() {}

  /**
   * Reads a point bilinearly.
   *
   * @param y of the point, where the first pixel's centre is 0
   * @param x of the point, where the first pixel's centre is 0
   * @param to where in {@code into} the channels go
   */
  static void bilinear(Picture picture, double y, double x, Edge edge, double[] into, int to) {
    double top = Math.floor(y);
    double left = Math.floor(x);
    double lower = y - top;
    double right = x - left;
    int upperRow = edge.index((int) top, picture.height()) * picture.width();
    int lowerRow = edge.index((int) top + 1, picture.height()) * picture.width();
    int leftColumn = edge.index((int) left, picture.width());
    int rightColumn = edge.index((int) left + 1, picture.width());
    double[] values = picture.values();
    int channels = picture.channels();
    for (int c = 0; c < channels; c++) {
      double above =
          (1 - right) * values[(upperRow + leftColumn) * channels + c]
              + right * values[(upperRow + rightColumn) * channels + c];
      double below =
          (1 - right) * values[(lowerRow + leftColumn) * channels + c]
              + right * values[(lowerRow + rightColumn) * channels + c];
      into[to + c] = (1 - lower) * above + lower * below;
    }
  }

  /** Where a point of the new picture is read in the old one. */
  interface Source {
    double y(double row, double column);

    double x(double row, double column);
  }

  /** Replaces each pixel by what lies at its source. */
  static void warp(Picture picture, Edge edge, Source source) {
    double[] moved = new double[picture.values().length];
    int to = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        bilinear(picture, source.y(y, x), source.x(y, x), edge, moved, to);
        to += picture.channels();
      }
    }
    picture.become(moved);
  }
}
