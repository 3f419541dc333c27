package fovea.attack;

/** Where the values of an image lie in its array, [channels, height, width] flattened. */
record PixelGrid(int channels, int height, int width) {
  int at(int channel, int row, int column) {
    return (channel * height + row) * width + column;
  }

  int values() {
    return channels * height * width;
  }

  /**
   * The side of a square that covers a share of the pixels, at least {@code least} where the image
   * is that large.
   */
  int side(double share, int least) {
    int side = (int) Math.rint(Math.sqrt(share * height * width));
    return Math.min(Math.max(side, least), Math.min(height, width));
  }
}
