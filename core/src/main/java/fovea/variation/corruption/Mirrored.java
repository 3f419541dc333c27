package fovea.variation.corruption;

import fovea.tensor.Rng;

/**
 * Mirrored, left to right, top to bottom, or both, which turns it upside down.
 *
 * @param sideways left to right
 * @param upright top to bottom
 */
public record Mirrored(boolean sideways, boolean upright) implements Distortion {
  @Override
  public void on(Picture picture, Rng rng) {
    double[] mirrored = new double[picture.values().length];
    int to = 0;
    for (int y = 0; y < picture.height(); y++) {
      int row = (upright ? picture.height() - 1 - y : y) * picture.width();
      for (int x = 0; x < picture.width(); x++) {
        int from = 3 * (row + (sideways ? picture.width() - 1 - x : x));
        System.arraycopy(picture.values(), from, mirrored, to, 3);
        to += 3;
      }
    }
    picture.become(mirrored);
  }
}
