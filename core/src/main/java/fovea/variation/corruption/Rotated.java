package fovea.variation.corruption;

import fovea.tensor.Rng;

/**
 * Turned about its centre, clockwise, read bilinearly; the picture goes on mirrored at its edges,
 * so that no corner is black.
 */
public record Rotated(double degrees) implements Distortion {
  @Override
  public void on(Picture picture, Rng rng) {
    double cosine = Math.cos(Math.toRadians(degrees));
    double sine = Math.sin(Math.toRadians(degrees));
    double middleY = (picture.height() - 1) / 2.0;
    double middleX = (picture.width() - 1) / 2.0;
    Sampling.warp(
        picture,
        Edge.REFLECT,
        new Sampling.Source() {
          @Override
          public double y(double row, double column) {
            return middleY + cosine * (row - middleY) - sine * (column - middleX);
          }

          @Override
          public double x(double row, double column) {
            return middleX + sine * (row - middleY) + cosine * (column - middleX);
          }
        });
  }
}
