package fovea.audit;

import fovea.image.Pixels;

/** Where in an image its edges lie: their centre of gravity, in pixels from the top left. */
record Place(double x, double y) {
  /** Of the shorter side: images are moved no further, so that most of what they show stays. */
  private static final double FARTHEST = 0.25;

  static Place of(Pixels image) {
    float[] luma = Luma.of(image.rgb());
    int width = image.width();
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int y = 1; y < image.height() - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int at = y * width + x;
        double dx = luma[at + 1] - luma[at - 1];
        double dy = luma[at + width] - luma[at - width];
        double energy = dx * dx + dy * dy;
        sum += energy;
        sumX += energy * x;
        sumY += energy * y;
      }
    }
    return sum == 0
        ? new Place((width - 1) / 2.0, (image.height() - 1) / 2.0)
        : new Place(sumX / sum, sumY / sum);
  }

  /**
   * The image with its centre of edges moved to another place; pixels that come in are reflected.
   */
  static byte[] moved(Pixels image, double toX, double toY) {
    Place from = of(image);
    int most = (int) (FARTHEST * Math.min(image.width(), image.height()));
    int dx = (int) Math.max(-most, Math.min(most, Math.round(toX - from.x)));
    int dy = (int) Math.max(-most, Math.min(most, Math.round(toY - from.y)));
    byte[] moved = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      int fromY = reflected(y - dy, image.height());
      for (int x = 0; x < image.width(); x++) {
        int source = 3 * (fromY * image.width() + reflected(x - dx, image.width()));
        System.arraycopy(image.rgb(), source, moved, 3 * (y * image.width() + x), 3);
      }
    }
    return moved;
  }

  private static int reflected(int place, int size) {
    int at = place < 0 ? -place : place;
    return at >= size ? Math.max(0, 2 * size - 2 - at) : at;
  }
}
