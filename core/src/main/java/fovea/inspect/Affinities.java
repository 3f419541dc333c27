package fovea.inspect;

import java.util.stream.IntStream;

/**
 * How likely each point is to name another as its neighbour, by a normal distribution about it that
 * is as wide as it takes for as many neighbours as the perplexity says.
 *
 * @see <a href="https://www.jmlr.org/papers/v9/vandermaaten08a.html">van der Maaten and Hinton
 *     2008, section 2</a>
 */
final class Affinities {
  private static final int HALVINGS = 60;
  private static final double CLOSE = 1e-6;

  private Affinities() {}

  /**
   * Of both directions together.
   *
   * @param rows [N, dimensions] flattened
   * @param perplexity of each point, above 1 and below N - 1
   * @return [N, N] flattened: symmetric, no point with itself, adding up to 1
   */
  static double[] of(float[] rows, int dimensions, double perplexity) {
    int n = rows.length / dimensions;
    double[] oneWay = new double[n * n];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i ->
                System.arraycopy(
                    row(squares(rows, dimensions, i), i, perplexity), 0, oneWay, i * n, n));
    double[] both = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        both[i * n + j] = (oneWay[i * n + j] + oneWay[j * n + i]) / (2.0 * n);
      }
    }
    return both;
  }

  private static double[] squares(float[] rows, int dimensions, int from) {
    double[] squares = new double[rows.length / dimensions];
    for (int j = 0; j < squares.length; j++) {
      double square = 0;
      for (int d = 0; d < dimensions; d++) {
        double difference = (double) rows[from * dimensions + d] - rows[j * dimensions + d];
        square += difference * difference;
      }
      squares[j] = square;
    }
    return squares;
  }

  /**
   * Looks for the width by halving.
   *
   * @param squares of the distances to all points
   * @param own the point itself
   */
  static double[] row(double[] squares, int own, double perplexity) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < squares.length; j++) {
      nearest = j == own ? nearest : Math.min(nearest, squares[j]);
    }
    double wanted = Math.log(perplexity);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double precision = 1;
    double[] shares = new double[squares.length];
    for (int halving = 0; halving < HALVINGS; halving++) {
      double entropy = fill(shares, squares, own, nearest, precision);
      if (Math.abs(entropy - wanted) < CLOSE) {
        break;
      }
      if (entropy > wanted) {
        low = precision;
        precision = Double.isInfinite(high) ? 2 * precision : (low + high) / 2;
      } else {
        high = precision;
        precision = (low + high) / 2;
      }
    }
    return shares;
  }

  /** Returns the entropy of the shares, in nats. */
  private static double fill(
      double[] shares, double[] squares, int own, double nearest, double precision) {
    double sum = 0;
    for (int j = 0; j < shares.length; j++) {
      shares[j] = j == own ? 0 : Math.exp(-precision * (squares[j] - nearest));
      sum += shares[j];
    }
    double entropy = 0;
    for (int j = 0; j < shares.length; j++) {
      shares[j] /= sum;
      entropy -= shares[j] > 0 ? shares[j] * Math.log(shares[j]) : 0;
    }
    return entropy;
  }
}
