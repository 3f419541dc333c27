package fovea.variation.corruption;

import fovea.tensor.Rng;

/**
 * Three points of a picture, which tell how it is sheared, turned and scaled when they move.
 *
 * @param x of each
 * @param y of each
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves its distortion
record ThreePoints(double[] x, double[] y) {
  /** Corners of a square about the centre, a third of the picture away from it. */
  static ThreePoints of(int height, int width) {
    double middle = Math.floor(width / 2.0);
    double centre = Math.floor(height / 2.0);
    double third = Math.max(1, Math.min(height, width) / 3);
    return new ThreePoints(
        new double[] {middle + third, middle + third, middle - third},
        new double[] {centre + third, centre - third, centre - third});
  }

  /** Each somewhere else, up to so many pixels away in either direction. */
  ThreePoints moved(double most, Rng rng) {
    double[] movedX = x.clone();
    double[] movedY = y.clone();
    for (int i = 0; i < x.length; i++) {
      movedX[i] += most * (2 * rng.nextDouble() - 1);
      movedY[i] += most * (2 * rng.nextDouble() - 1);
    }
    return new ThreePoints(movedX, movedY);
  }

  /** The linear map that brings these points to the others. */
  Sampling.Source backTo(ThreePoints others) {
    double firstX = x[1] - x[0];
    double firstY = y[1] - y[0];
    double secondX = x[2] - x[0];
    double secondY = y[2] - y[0];
    double area = firstX * secondY - firstY * secondX;
    return new Sampling.Source() {
      @Override
      public double y(double row, double column) {
        return mapped(others.y, row, column);
      }

      @Override
      public double x(double row, double column) {
        return mapped(others.x, row, column);
      }

      private double mapped(double[] to, double row, double column) {
        double right = column - x[0];
        double down = row - y[0];
        double first = (right * secondY - down * secondX) / area;
        double second = (firstX * down - firstY * right) / area;
        return to[0] + first * (to[1] - to[0]) + second * (to[2] - to[0]);
      }
    };
  }
}
