package fovea.variation;

import fovea.variation.corruption.Brightness;
import fovea.variation.corruption.Contrast;
import fovea.variation.corruption.Distortion;
import fovea.variation.corruption.GaussianNoise;
import fovea.variation.corruption.JpegCompression;
import fovea.variation.corruption.Rotated;
import fovea.variation.corruption.Shifted;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One thing that is varied, from little to much.
 *
 * @param unit of the values
 * @param still the value that leaves images as they are; NaN where none does
 * @param at what is done at a value
 */
public record Sweep(
    String name,
    String unit,
    double still,
    List<Double> values,
    DoubleFunction<? extends Distortion> at) {
  private static final List<Double> ANGLES =
      List.of(-90.0, -60.0, -45.0, -30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0);

  /** A thirty-second is a pixel of CIFAR-10's. */
  private static final List<Double> SHIFTS =
      List.of(-0.25, -0.125, -0.0625, -0.03125, 0.0, 0.03125, 0.0625, 0.125, 0.25);

  /** All that a study knows. */
  public static final List<Sweep> ALL =
      List.of(
          new Sweep("rotation", "degrees clockwise", 0, ANGLES, Rotated::new),
          new Sweep("shiftRight", "share of the width", 0, SHIFTS, x -> new Shifted(x, 0)),
          new Sweep("shiftDown", "share of the height", 0, SHIFTS, y -> new Shifted(0, y)),
          new Sweep(
              "jpegQuality",
              "of libjpeg",
              Double.NaN,
              List.of(5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0),
              quality -> new JpegCompression((int) quality)),
          new Sweep(
              "brightness",
              "added to the value in HSV",
              0,
              List.of(-0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
              Brightness::new),
          new Sweep(
              "contrast",
              "factor",
              1,
              List.of(0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0),
              Contrast::new),
          new Sweep(
              "noise",
              "standard deviation, of values in [0, 1]",
              0,
              List.of(0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3),
              GaussianNoise::new));

  public Sweep {
    values = List.copyOf(values);
  }

  boolean isStill(double value) {
    return value == still;
  }
}
