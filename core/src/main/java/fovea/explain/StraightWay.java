package fovea.explain;

import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The way from a baseline to an image, in steps that are short where the score turns.
 *
 * <p>A network with ReLU turns most near the baseline, where little contrast decides which units
 * are on, and steps of one length miss that. On each step the relevance should add up to how far
 * the score rises there; so the first quarter of the steps has one length, and the others come from
 * halving those that are furthest from it. Where steps lie follows from the scores, as in Bhat and
 * Raychowdhury; that they are halved by their error is adaptive quadrature.
 *
 * @see <a href="https://arxiv.org/abs/2302.11107">Bhat and Raychowdhury 2023</a>
 */
final class StraightWay {
  private static final int FIRST = 4;
  private static final int ROUNDS = 6;

  /** Nearer points are the same image, or nearly so, in float32. */
  private static final double SHORTEST = 1e-6;

  /**
   * A point of the way.
   *
   * @param at 0 at the baseline, 1 at the image
   * @param slope of each pixel: how fast the score rises by it along the way
   * @param total of all pixels
   */
  @SuppressWarnings("ArrayRecordComponent") // never handed on
  private record Point(double at, double score, float[] slope, double total) {}

  /** A step, and how far it is from adding up. */
  private record Step(Point from, Point to) {
    double length() {
      return to.at - from.at;
    }

    double middle() {
      return (from.at + to.at) / 2;
    }

    double error() {
      return Math.abs(length() * (from.total + to.total) / 2 - (to.score - from.score));
    }
  }

  private final Subject subject;
  private final float[] start;
  private List<Step> steps = new ArrayList<>();

  private StraightWay(Subject subject, float[] start) {
    this.subject = subject;
    this.start = start;
  }

  /**
   * Looks at one more point than there are steps.
   *
   * @param start [C, H, W] flattened
   * @param steps at least 1
   */
  static StraightWay of(Subject subject, float[] start, int steps) {
    StraightWay way = new StraightWay(subject, start);
    int first = Math.max(1, steps / FIRST);
    List<Double> places = new ArrayList<>();
    for (int i = 0; i <= first; i++) {
      places.add((double) i / first);
    }
    List<Point> points = way.look(places);
    for (int i = 0; i < first; i++) {
      way.steps.add(new Step(points.get(i), points.get(i + 1)));
    }
    for (int round = 0; way.steps.size() < steps; round++) {
      int left = steps - way.steps.size();
      int before = way.steps.size();
      way.halve(Math.max(1, left / Math.max(1, ROUNDS - round)));
      if (way.steps.size() == before) {
        break;
      }
    }
    return way;
  }

  /** Halves the steps that are furthest from adding up, so many of them. */
  private void halve(int count) {
    steps.sort(Comparator.comparingDouble(Step::error).reversed());
    List<Step> halved =
        steps.stream().filter(step -> step.length() > SHORTEST).limit(count).toList();
    List<Point> middles = look(halved.stream().map(Step::middle).toList());
    steps.removeAll(halved);
    for (int i = 0; i < halved.size(); i++) {
      steps.add(new Step(halved.get(i).from, middles.get(i)));
      steps.add(new Step(middles.get(i), halved.get(i).to));
    }
  }

  private List<Point> look(List<Double> places) {
    Shape shape = subject.shape();
    float[] image = subject.image();
    List<Point> points = new ArrayList<>();
    subject.slopes(
        places.size(),
        i -> between(places.get(i)),
        (i, score, gradient) -> {
          for (int v = 0; v < gradient.length; v++) {
            gradient[v] *= image[v] - start[v];
          }
          Relevance slope = Relevance.ofSum(shape, gradient);
          points.add(new Point(places.get(i), score, slope.values(), slope.total()));
        });
    return points;
  }

  private float[] between(double share) {
    float[] image = subject.image();
    float[] between = new float[start.length];
    for (int v = 0; v < between.length; v++) {
      between[v] = (float) (start[v] + share * (image[v] - start[v]));
    }
    return between;
  }

  /** What each pixel adds to the score along the way. */
  Relevance integral() {
    Relevance found = Relevance.blank(subject.shape());
    double[] sum = new double[found.values().length];
    for (Step step : steps) {
      double half = step.length() / 2;
      for (int p = 0; p < sum.length; p++) {
        sum[p] += half * ((double) step.from.slope[p] + step.to.slope[p]);
      }
    }
    for (int p = 0; p < sum.length; p++) {
      found.values()[p] = (float) sum[p];
    }
    return found;
  }

  /** How far the score rises along the way. */
  double rise() {
    return steps.stream().mapToDouble(step -> step.to.score - step.from.score).sum();
  }
}
