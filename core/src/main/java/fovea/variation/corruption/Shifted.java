package fovea.variation.corruption;

import fovea.tensor.Rng;

/**
 * Moved by whole pixels, the nearest to a share of its width and height; what comes in is mirrored.
 *
 * @param right share of the width, negative to the left
 * @param down share of the height, negative upwards
 */
public record Shifted(double right, double down) implements Distortion {
  @Override
  public void on(Picture picture, Rng rng) {
    int columns = (int) Math.round(right * picture.width());
    int rows = (int) Math.round(down * picture.height());
    double[] moved = new double[picture.values().length];
    int to = 0;
    for (int y = 0; y < picture.height(); y++) {
      int row = Edge.REFLECT.index(y - rows, picture.height()) * picture.width();
      for (int x = 0; x < picture.width(); x++) {
        int from = 3 * (row + Edge.REFLECT.index(x - columns, picture.width()));
        System.arraycopy(picture.values(), from, moved, to, 3);
        to += 3;
      }
    }
    picture.become(moved);
  }
}
