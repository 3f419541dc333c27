package fovea.inspect;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A map of vectors in the plane, on which neighbours stay neighbours (t-SNE). All pairs are looked
 * at, so it is for a few thousand points; it begins with the two largest principal components, so
 * that the same vectors give the same map, and large distances mean something too.
 *
 * @param perplexity about how many neighbours of a point count
 * @param iterations of gradient descent
 * @see <a href="https://www.jmlr.org/papers/v9/vandermaaten08a.html">van der Maaten and Hinton
 *     2008</a>
 * @see <a href="https://doi.org/10.1038/s41467-019-13056-x">Kobak and Berens 2019, on where to
 *     begin</a>
 */
public record Tsne(double perplexity, int iterations) {
  /** Noise lies in the others. */
  private static final int COMPONENTS = 50;

  private static final double START_DEVIATION = 1e-4;

  /** Affinities are larger by this at first, so that clusters form. */
  private static final double EXAGGERATION = 12;

  private static final double EXAGGERATED_SHARE = 1 / 3.0;
  private static final double EARLY_MOMENTUM = 0.5;
  private static final double LATE_MOMENTUM = 0.8;

  /** Of points a unit of rate, and the least, as scikit-learn has them. */
  private static final double POINTS_A_RATE = 48;

  private static final double LEAST_RATE = 50;
  private static final double LEAST_GAIN = 0.01;

  public Tsne {
    if (!(perplexity > 1) || iterations < 1) {
      throw new IllegalArgumentException(
          "t-SNE of perplexity %s and %d iterations".formatted(perplexity, iterations));
    }
  }

  /** With the paper's perplexity. */
  public static Tsne usual() {
    return new Tsne(30, 750);
  }

  /**
   * Lays out the map.
   *
   * @param rows [N, dimensions] flattened, at least 3 of them
   * @return [N, 2] flattened, about the origin
   */
  public double[] of(float[] rows, int dimensions) {
    int n = rows.length / dimensions;
    if (n < 3) {
      throw new IllegalArgumentException("a map of " + n + " points, expected at least 3");
    }
    float[] components = PrincipalComponents.of(rows, dimensions, COMPONENTS);
    int kept = components.length / n;
    // No point has more neighbours than there are, and a third of them is far enough.
    double neighbours = Math.max(1.5, Math.min(perplexity, (n - 1) / 3.0));
    double[] affinities = Affinities.of(components, kept, neighbours);
    return descended(affinities, start(components, kept));
  }

  private static double[] start(float[] components, int kept) {
    int n = components.length / kept;
    double[] points = new double[2 * n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      points[2 * i] = components[i * kept];
      points[2 * i + 1] = kept > 1 ? components[i * kept + 1] : 0;
      squares += points[2 * i] * points[2 * i];
    }
    double scale = squares == 0 ? 0 : START_DEVIATION / Math.sqrt(squares / n);
    for (int i = 0; i < n; i++) {
      // Points of the same features would stay on each other, and get no farther from others.
      double apart = START_DEVIATION * 1e-3 * i / n;
      points[2 * i] = points[2 * i] * scale + apart;
      points[2 * i + 1] = points[2 * i + 1] * scale + apart * (i % 2 == 0 ? 1 : -1);
    }
    return points;
  }

  private double[] descended(double[] affinities, double[] points) {
    int n = points.length / 2;
    double rate = Math.max(LEAST_RATE, n / POINTS_A_RATE);
    double[] velocity = new double[points.length];
    double[] gains = new double[points.length];
    Arrays.fill(gains, 1);
    int early = (int) (iterations * EXAGGERATED_SHARE);
    for (int iteration = 0; iteration < iterations; iteration++) {
      boolean exaggerated = iteration < early;
      double momentum = exaggerated ? EARLY_MOMENTUM : LATE_MOMENTUM;
      double[] gradient = gradient(affinities, points, exaggerated ? EXAGGERATION : 1);
      for (int i = 0; i < points.length; i++) {
        boolean turned = Math.signum(gradient[i]) != Math.signum(velocity[i]);
        gains[i] = Math.max(LEAST_GAIN, turned ? gains[i] + 0.2 : gains[i] * 0.8);
        velocity[i] = momentum * velocity[i] - rate * gains[i] * gradient[i];
        points[i] += velocity[i];
      }
      centre(points);
    }
    return points;
  }

  /**
   * Of the divergence with respect to the points.
   *
   * @param affinities [N, N] flattened
   * @param exaggeration what they are multiplied by
   */
  static double[] gradient(double[] affinities, double[] points, double exaggeration) {
    int n = points.length / 2;
    double[] sums = new double[n];
    IntStream.range(0, n).parallel().forEach(i -> sums[i] = closeness(points, i));
    double all = Arrays.stream(sums).sum();
    double[] gradient = new double[points.length];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              double x = 0;
              double y = 0;
              for (int j = 0; j < n; j++) {
                double dx = points[2 * i] - points[2 * j];
                double dy = points[2 * i + 1] - points[2 * j + 1];
                double close = 1 / (1 + dx * dx + dy * dy);
                double force = (exaggeration * affinities[i * n + j] - close / all) * close;
                x += force * dx;
                y += force * dy;
              }
              gradient[2 * i] = 4 * x;
              gradient[2 * i + 1] = 4 * y;
            });
    return gradient;
  }

  /** Of a point to all others, by Student's distribution of one degree of freedom. */
  private static double closeness(double[] points, int i) {
    double sum = -1; // itself
    for (int j = 0; j < points.length / 2; j++) {
      double dx = points[2 * i] - points[2 * j];
      double dy = points[2 * i + 1] - points[2 * j + 1];
      sum += 1 / (1 + dx * dx + dy * dy);
    }
    return sum;
  }

  private static void centre(double[] points) {
    double x = 0;
    double y = 0;
    for (int i = 0; i < points.length; i += 2) {
      x += points[i];
      y += points[i + 1];
    }
    int n = points.length / 2;
    for (int i = 0; i < points.length; i += 2) {
      points[i] -= x / n;
      points[i + 1] -= y / n;
    }
  }
}
