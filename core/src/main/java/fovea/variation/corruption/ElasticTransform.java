package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Shears a picture a little and stretches its parts. All lengths are shares of the picture's
 * smaller side, so that pictures of any size are stretched alike.
 *
 * @param amount what the smoothed random moves are multiplied by
 * @param smoothness standard deviation of what smooths them
 * @param shear how far three points are moved at most
 */
public record ElasticTransform(double amount, double smoothness, double shear)
    implements Distortion {
  /** The official program takes 244 pixels for the side of images of 224. */
  private static final double IMAGENET = 244.0 / 224;

  static final Severities SEVERITIES =
      Severities.of(
          List.of(
              of(0, 0, 0.08, 1),
              of(0.05, 0.2, 0.07, 1),
              of(0.08, 0.06, 0.06, 1),
              of(0.1, 0.04, 0.05, 1),
              of(0.1, 0.03, 0.03, 1)),
          List.of(
              of(2, 0.7, 0.1, IMAGENET),
              of(2, 0.08, 0.2, IMAGENET),
              of(0.05, 0.01, 0.02, IMAGENET),
              of(0.07, 0.01, 0.02, IMAGENET),
              of(0.12, 0.01, 0.02, IMAGENET)));

  private static final double SIGMAS = 3;

  private static ElasticTransform of(double amount, double smoothness, double shear, double unit) {
    return new ElasticTransform(amount * unit, smoothness * unit, shear * unit);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    int side = Math.min(picture.height(), picture.width());
    ThreePoints points = ThreePoints.of(picture.height(), picture.width());
    Sampling.warp(picture, Edge.MIRROR, points.moved(shear * side, rng).backTo(points));
    double[] right = moves(picture, side, rng);
    double[] down = moves(picture, side, rng);
    int width = picture.width();
    Sampling.warp(
        picture,
        Edge.REFLECT,
        new Sampling.Source() {
          @Override
          public double y(double row, double column) {
            return row + down[pixel(row, column, width)];
          }

          @Override
          public double x(double row, double column) {
            return column + right[pixel(row, column, width)];
          }
        });
  }

  private static int pixel(double row, double column, int width) {
    int above = (int) row;
    return above * width + (int) column;
  }

  private double[] moves(Picture picture, int side, Rng rng) {
    Picture moves = Picture.blank(picture.height(), picture.width(), 1);
    moves.each(value -> 2 * rng.nextDouble() - 1);
    Smoothing.gaussian(moves, smoothness * side, SIGMAS, Edge.REFLECT);
    moves.each(value -> amount * side * value);
    return moves.values();
  }
}
