package fovea.audit;

/**
 * An image in {@value #SIZE} numbers that copies of it nearly share: the lowest frequencies of its
 * brightness, each weighted by how rare it is in natural images, whose spectrum falls as the
 * frequency rises. The product of two sketches is their correlation, near 0 for unlike images. The
 * idea of a perceptual hash, kept as numbers, since a matrix product compares them faster than
 * bits.
 *
 * @see <a href="https://www.phash.org/docs/pubs/thesis_zauner.pdf">Zauner 2010, section 3.2</a>
 */
final class Sketch {
  static final int SIDE = 8;
  static final int SIZE = SIDE * SIDE;

  /** Images whose brightness varies less show nothing by which to tell them from others. */
  private static final double FLAT = 2;

  private static final double[][] COSINES = cosines();

  private Sketch() {}

  private static double[][] cosines() {
    double[][] cosines = new double[SIDE][SIDE];
    for (int frequency = 0; frequency < SIDE; frequency++) {
      for (int place = 0; place < SIDE; place++) {
        cosines[frequency][place] = Math.cos(Math.PI * frequency * (place + 0.5) / SIDE);
      }
    }
    return cosines;
  }

  /**
   * Writes a sketch, of length 1, or of zeros for an image that shows nothing.
   *
   * @param luma [side, side] flattened, the side a multiple of {@value #SIDE}
   * @param into [.., {@value #SIZE}] flattened
   * @param at where it begins
   */
  static void write(float[] luma, float[] into, int at) {
    double[] small = shrunk(luma);
    double mean = 0;
    for (double value : small) {
      mean += value / SIZE;
    }
    double variance = 0;
    for (double value : small) {
      variance += (value - mean) * (value - mean) / SIZE;
    }
    double[] found = new double[SIZE];
    double squares = 0;
    for (int v = 0; v < SIDE; v++) {
      for (int u = 0; u < SIDE; u++) {
        double weight = Math.sqrt(u * u + v * v) / Math.sqrt((u == 0 ? 2 : 1) * (v == 0 ? 2 : 1));
        double value = weight * coefficient(small, u, v);
        found[v * SIDE + u] = value;
        squares += value * value;
      }
    }
    double scale = variance < FLAT * FLAT || squares == 0 ? 0 : 1 / Math.sqrt(squares);
    for (int i = 0; i < SIZE; i++) {
      into[at + i] = (float) (scale * found[i]);
    }
  }

  /** Turns sketches into those of the mirror images: odd waves across change their sign. */
  static float[] mirrored(float[] sketches) {
    float[] mirrored = sketches.clone();
    for (int i = 0; i < mirrored.length; i++) {
      mirrored[i] = i % SIDE % 2 == 1 ? -mirrored[i] : mirrored[i];
    }
    return mirrored;
  }

  private static double[] shrunk(float[] luma) {
    int side = (int) Math.round(Math.sqrt(luma.length));
    int cell = side / SIDE;
    double[] small = new double[SIZE];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        small[y / cell * SIDE + x / cell] += luma[y * side + x] / (cell * cell);
      }
    }
    return small;
  }

  private static double coefficient(double[] small, int u, int v) {
    double sum = 0;
    for (int y = 0; y < SIDE; y++) {
      double row = 0;
      for (int x = 0; x < SIDE; x++) {
        row += small[y * SIDE + x] * COSINES[u][x];
      }
      sum += row * COSINES[v][y];
    }
    return sum;
  }
}
