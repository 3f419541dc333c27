package fovea.explain;

/** A coarse map in the size of an image, bilinear between the centres of its cells. */
final class Upsampling {
  private Upsampling() {}

  /**
   * As PyTorch's {@code interpolate(mode='bilinear', align_corners=False)}.
   *
   * @param map [fromHeight, fromWidth] flattened
   * @return [height, width] flattened
   */
  static float[] bilinear(float[] map, int fromHeight, int fromWidth, int height, int width) {
    float[] large = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        large[y * width + x] = at(map, fromHeight, fromWidth, height, width, y, x);
      }
    }
    return large;
  }

  /** One pixel of {@link #bilinear}. */
  static float at(float[] map, int fromHeight, int fromWidth, int height, int width, int y, int x) {
    double row = Math.max(0, (y + 0.5) * fromHeight / height - 0.5);
    double column = Math.max(0, (x + 0.5) * fromWidth / width - 0.5);
    int top = Math.min((int) row, fromHeight - 1);
    int left = Math.min((int) column, fromWidth - 1);
    int bottom = Math.min(top + 1, fromHeight - 1);
    int right = Math.min(left + 1, fromWidth - 1);
    double down = row - top;
    double across = column - left;
    double above =
        (1 - across) * map[top * fromWidth + left] + across * map[top * fromWidth + right];
    double below =
        (1 - across) * map[bottom * fromWidth + left] + across * map[bottom * fromWidth + right];
    return (float) ((1 - down) * above + down * below);
  }
}
