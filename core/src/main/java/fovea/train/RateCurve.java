package fovea.train;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loss of training steps at rising learning rates.
 *
 * @param points in the order of the steps
 * @param suggested a tenth of the rate at which the smoothed loss was least, to train with as the
 *     schedule's peak; null where the loss never fell
 * @param steepest the rate at which the smoothed loss fell fastest; null where it never fell
 * @param least the rate at which the smoothed loss was least
 * @param diverged whether the loss grew out of bounds before the last rate
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith 2017, section 3.3</a>
 * @see <a href="https://arxiv.org/abs/2002.04688">Howard and Gugger 2020, section 4.2, on the
 *     tenth</a>
 */
public record RateCurve(
    List<Point> points,
    @Nullable Double suggested,
    @Nullable Double steepest,
    double least,
    boolean diverged) {
  /** Share of a step's loss in the smoothed one: what is left of its noise. */
  private static final double NEW = 0.1;

  /** The first rates are too small to tell anything, and their smoothed loss is of few steps. */
  private static final int FIRST = 5;

  private static final double TENTH = 0.1;

  /**
   * A step.
   *
   * @param loss of its batch before it was taken
   * @param smoothed the exponential mean of the losses so far
   */
  public record Point(double learningRate, double loss, double smoothed) {}

  public RateCurve {
    points = List.copyOf(points);
  }

  /**
   * Reads the curve.
   *
   * @param rates rising
   * @param losses one a rate, finite
   */
  static RateCurve of(List<Double> rates, List<Double> losses, boolean diverged) {
    List<Point> points = new ArrayList<>();
    double mean = 0;
    double weight = 0;
    for (int i = 0; i < rates.size(); i++) {
      mean += NEW * (losses.get(i) - mean);
      weight += NEW * (1 - weight); // of what is no zero in the mean
      points.add(new Point(rates.get(i), losses.get(i), mean / weight));
    }
    int least = 0;
    for (int i = 0; i < points.size(); i++) {
      least = points.get(i).smoothed < points.get(least).smoothed ? i : least;
    }
    int steepest = steepest(points, least);
    double best = points.get(least).learningRate;
    return new RateCurve(
        points,
        steepest < 0 ? null : TENTH * best,
        steepest < 0 ? null : points.get(steepest).learningRate,
        best,
        diverged);
  }

  /** Where the loss falls most from one step to the one after the next; -1 for nowhere. */
  private static int steepest(List<Point> points, int least) {
    int steepest = -1;
    double fall = 0;
    for (int i = FIRST; i < least; i++) {
      double here = points.get(i - 1).smoothed - points.get(i + 1).smoothed;
      if (here > fall) {
        fall = here;
        steepest = i;
      }
    }
    return steepest;
  }
}
