package fovea.variation.corruption;

/** The middle of a picture enlarged, read bilinearly, with its outermost pixels at the corners. */
final class Zoom {
  private Zoom() {}

  /**
   * As large as the picture.
   *
   * @param factor at least 1
   */
  static Picture into(Picture picture, double factor) {
    Axis rows = Axis.of(picture.height(), factor);
    Axis columns = Axis.of(picture.width(), factor);
    int channels = picture.channels();
    double[] enlarged = new double[picture.values().length];
    int to = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        Sampling.bilinear(picture, rows.at(y), columns.at(x), Edge.NEAREST, enlarged, to);
        to += channels;
      }
    }
    return new Picture(picture.height(), picture.width(), channels, enlarged);
  }

  /**
   * @param first pixel of the middle
   * @param skipped pixels of the enlarged middle
   * @param step between pixels of the enlarged middle
   */
  private record Axis(int first, int skipped, double step) {
    static Axis of(int size, double factor) {
      int middle = (int) Math.ceil(size / factor);
      int enlarged = (int) Math.rint(middle * factor); // halves to even, as Python rounds
      double step = enlarged == 1 ? 0 : (middle - 1.0) / (enlarged - 1);
      return new Axis((size - middle) / 2, (enlarged - size) / 2, step);
    }

    double at(int pixel) {
      return first + (pixel + skipped) * step;
    }
  }
}
