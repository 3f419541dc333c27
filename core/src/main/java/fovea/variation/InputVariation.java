package fovea.variation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model fares when its images are varied. Accuracies are shares in [0, 1].
 *
 * @param images judged in every variation, always the same ones
 * @param seed that chose them and varied them
 * @param accuracy on the images as they are; null where only corrupted ones are at hand
 * @param corruptions null where none were asked for
 * @param curves by what is varied
 * @param flips null where none were asked for
 * @param seconds that it took
 */
public record InputVariation(
    int images,
    long seed,
    @Nullable Double accuracy,
    @Nullable CorruptionAccuracy corruptions,
    List<Curve> curves,
    @Nullable Flips flips,
    double seconds) {
  public InputVariation {
    curves = List.copyOf(curves);
  }

  /**
   * Accuracies along a sweep.
   *
   * @param name of what is varied
   * @param unit of the values
   */
  public record Curve(String name, String unit, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /** Of a curve. */
  public record Point(double value, double accuracy) {}

  /**
   * Accuracies on mirrored images.
   *
   * @param leftRight mirrored left to right, as most networks are trained to bear
   * @param topBottom mirrored top to bottom
   * @param both turned by 180 degrees
   */
  public record Flips(double leftRight, double topBottom, double both) {}
}
