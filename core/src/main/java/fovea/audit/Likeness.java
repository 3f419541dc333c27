package fovea.audit;

/**
 * How alike two images are, whatever was done to brightness and contrast.
 *
 * @param edges the correlation of their edges, where the one lies best on the other; up to 1
 * @param evidence how surely that isn't chance: the correlation in units of its standard error, by
 *     Fisher's transform, if as many pixels count as the edges are spread over. A horizon
 *     correlates with any other horizon
 * @param colours the correlation of all their channels, coarsely
 */
record Likeness(double edges, double evidence, double colours) {
  /** Height and width that images are compared at. */
  static final int SIDE = 32;

  /** Pixels that one image may be shifted by against the other, either way. */
  private static final int SHIFT = 2;

  private static final int INNER = SIDE - 2 * SHIFT;
  private static final int NARROW = 1;
  private static final int WIDE = 4;

  /** Fisher's transform of 1 is infinite. */
  private static final double MOST = 0.9999;

  /**
   * Whether they are copies. The bounds are by eye, on pairs of CIFAR-10's images: about one in
   * fifty that just meets them shows another picture.
   */
  boolean isCopy() {
    return colours >= 0.9 && (evidence >= 22 || edges >= 0.95);
  }

  /** Whether they are perhaps copies; about half of the pairs that just meet these bounds are. */
  boolean isLookalike() {
    return colours >= 0.75 && (evidence >= 14.5 || edges >= 0.9);
  }

  static Likeness of(Look one, Look other) {
    double edges = best(one.edges, other.edges);
    double fisher = atanh(Math.max(0, Math.min(MOST, edges)));
    double pixels = Math.min(one.spread, other.spread);
    double colours = correlation(one.coarse, 0, other.coarse, 0, 1, one.coarse.length);
    return new Likeness(edges, fisher * Math.sqrt(pixels), colours);
  }

  private static double atanh(double x) {
    return 0.5 * Math.log((1 + x) / (1 - x));
  }

  /**
   * What of an image is compared.
   *
   * @param edges how much brighter each pixel is than its surroundings, a little smoothed, so that
   *     the marks of a low JPEG quality count less
   * @param spread over how many pixels they are
   * @param coarse the image in few pixels, [8, 8, 3] flattened
   */
  @SuppressWarnings("ArrayRecordComponent") // made here, and only read
  record Look(float[] edges, double spread, float[] coarse) {
    private static final int COARSE = 8;

    /**
     * @param rgb [{@value #SIDE}, {@value #SIDE}, 3] flattened
     */
    static Look of(byte[] rgb) {
      float[] luma = Luma.of(rgb);
      float[] narrow = blurred(luma, NARROW);
      float[] wide = blurred(luma, WIDE);
      float[] edges = new float[luma.length];
      for (int i = 0; i < edges.length; i++) {
        edges[i] = narrow[i] - wide[i];
      }
      float[] coarse = new float[COARSE * COARSE * 3];
      for (int i = 0; i < rgb.length; i++) {
        int x = i / 3 % SIDE * COARSE / SIDE;
        int y = i / 3 / SIDE * COARSE / SIDE;
        coarse[3 * (COARSE * y + x) + i % 3] += rgb[i] & 0xff;
      }
      return new Look(edges, spread(edges), coarse);
    }

    /** That of the mirror image. */
    Look mirrored() {
      return new Look(mirrored(edges, SIDE, 1), spread, mirrored(coarse, COARSE, 3));
    }

    private static float[] mirrored(float[] values, int side, int channels) {
      float[] mirrored = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        int x = i / channels % side;
        mirrored[i] = values[i + channels * (side - 1 - 2 * x)];
      }
      return mirrored;
    }

    /** The participation ratio: as many equal edges would be as uneven as these. */
    private static double spread(float[] edges) {
      double squares = 0;
      double fourths = 0;
      for (float edge : edges) {
        double square = (double) edge * edge;
        squares += square;
        fourths += square * square;
      }
      return fourths == 0 ? 0 : squares * squares / fourths;
    }
  }

  /** The correlation of two images' edges, the best of all small shifts. */
  private static double best(float[] one, float[] other) {
    double best = -1;
    int bestX = 0;
    int bestY = 0;
    for (int dy = -SHIFT; dy <= SHIFT; dy += SHIFT) {
      for (int dx = -SHIFT; dx <= SHIFT; dx += SHIFT) {
        double found = correlation(one, other, dx, dy);
        if (found > best) {
          best = found;
          bestX = dx;
          bestY = dy;
        }
      }
    }
    double refined = best;
    for (int dy = Math.max(-SHIFT, bestY - 1); dy <= Math.min(SHIFT, bestY + 1); dy++) {
      for (int dx = Math.max(-SHIFT, bestX - 1); dx <= Math.min(SHIFT, bestX + 1); dx++) {
        refined = Math.max(refined, correlation(one, other, dx, dy));
      }
    }
    return refined;
  }

  /** Of the middle of one image with the same part of the other, shifted. */
  private static double correlation(float[] one, float[] other, int dx, int dy) {
    int middle = SHIFT * SIDE + SHIFT;
    return correlation(one, middle, other, middle + dy * SIDE + dx, INNER, INNER);
  }

  /** Of rows of values that begin {@value #SIDE} apart from each other, the first one there. */
  private static double correlation(
      float[] one, int ofOne, float[] other, int ofOther, int rows, int columns) {
    double sumOne = 0;
    double sumOther = 0;
    double squaresOne = 0;
    double squaresOther = 0;
    double products = 0;
    for (int y = 0; y < rows; y++) {
      int a = ofOne + y * SIDE;
      int b = ofOther + y * SIDE;
      for (int x = 0; x < columns; x++) {
        double p = one[a + x];
        double q = other[b + x];
        sumOne += p;
        sumOther += q;
        squaresOne += p * p;
        squaresOther += q * q;
        products += p * q;
      }
    }
    double count = (double) rows * columns;
    double variances =
        (squaresOne - sumOne * sumOne / count) * (squaresOther - sumOther * sumOther / count);
    return variances <= 1e-6 ? 0 : (products - sumOne * sumOther / count) / Math.sqrt(variances);
  }

  /** The mean of a square about each pixel, as far as it lies within the image. */
  private static float[] blurred(float[] luma, int radius) {
    return across(across(luma, radius, 1, SIDE), radius, SIDE, 1);
  }

  private static float[] across(float[] values, int radius, int step, int line) {
    float[] means = new float[values.length];
    for (int l = 0; l < SIDE; l++) {
      for (int i = 0; i < SIDE; i++) {
        int first = Math.max(0, i - radius);
        int last = Math.min(SIDE - 1, i + radius);
        float sum = 0;
        for (int j = first; j <= last; j++) {
          sum += values[l * line + j * step];
        }
        means[l * line + i * step] = sum / (last - first + 1);
      }
    }
    return means;
  }
}
