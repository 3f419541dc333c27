package fovea.explain;

import fovea.tensor.Rng;

/**
 * Which parts of an image are kept, and how much of each: a coarse grid of cells that are on or
 * off, blown up to more than the image, smooth between, and shifted.
 *
 * @param cells [side, side] flattened, 1 or 0
 * @param down pixels by which it is shifted up, less than a cell
 * @param across pixels by which it is shifted left, less than a cell
 */
@SuppressWarnings("ArrayRecordComponent") // made and read within a call
record RiseMask(float[] cells, int side, int down, int across) {
  /**
   * @param keep probability of a cell to be on
   */
  static RiseMask random(int side, double keep, int height, int width, Rng rng) {
    float[] cells = new float[side * side];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = rng.nextDouble() < keep ? 1 : 0;
    }
    return new RiseMask(
        cells, side, rng.nextInt(cellSize(height, side)), rng.nextInt(cellSize(width, side)));
  }

  static int cellSize(int length, int side) {
    return (length + side - 1) / side;
  }

  /** [height, width] flattened, in [0, 1]. */
  float[] values(int height, int width) {
    int largeHeight = (side + 1) * cellSize(height, side);
    int largeWidth = (side + 1) * cellSize(width, side);
    float[] values = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] =
            Upsampling.at(cells, side, side, largeHeight, largeWidth, y + down, x + across);
      }
    }
    return values;
  }
}
