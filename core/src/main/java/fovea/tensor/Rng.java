package fovea.tensor;

import java.nio.charset.StandardCharsets;

/**
 * A seeded source of random numbers that splits by name: {@code rng.split("shuffle")} depends on
 * the seed and the name only, never on what was drawn before, so one part of a program can change
 * without changing another's numbers. The generator is SplitMix64, whose whole state is one long.
 * Not thread-safe.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood 2014, figure 17</a>
 */
public final class Rng {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  private Rng(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  public static Rng seeded(long seed) {
    return new Rng(seed);
  }

  /** A generator of the same seed that stands where this one does and goes its own way. */
  public Rng copy() {
    Rng copy = new Rng(seed);
    copy.state = state;
    return copy;
  }

  /** An independent generator for the part of the program that has this name. */
  public Rng split(String name) {
    long hash = mix(seed + GOLDEN_GAMMA);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = mix((hash ^ b) + GOLDEN_GAMMA);
    }
    return new Rng(hash);
  }

  /** {@link #split(String)} for a numbered part, such as an epoch. */
  public Rng split(String name, long number) {
    return split(name + "/" + number);
  }

  /** The next 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * The 64 random bits that {@link #nextLong} draws after {@code before} others from a generator of
   * this seed; whatever was drawn from this one, which stays where it is.
   */
  public long longAt(long before) {
    return mix(seed + (before + 1) * GOLDEN_GAMMA);
  }

  /** Uniform in [0, bound). */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("nextInt: bound " + bound + " must be positive");
    }
    long limit = Long.MAX_VALUE - Long.MAX_VALUE % bound;
    long bits;
    do {
      bits = nextLong() >>> 1;
    } while (bits >= limit);
    return (int) (bits % bound);
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Standard normal, by Box and Muller's transform. */
  public double nextGaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - nextDouble()));
    return radius * Math.cos(2 * Math.PI * nextDouble());
  }

  /**
   * From the Beta distribution, in [0, 1]: one of two Gamma variates as a share of both, which are
   * kept as logarithms, so that the smallest shapes don't come to nothing.
   *
   * @param a above 0
   * @param b above 0
   */
  public double nextBeta(double a, double b) {
    double first = nextLogGamma(a);
    return 1 / (1 + Math.exp(nextLogGamma(b) - first));
  }

  /**
   * The logarithm of a Gamma variate of scale 1.
   *
   * @see <a href="https://doi.org/10.1145/358407.358414">Marsaglia and Tsang 2000</a>
   */
  private double nextLogGamma(double shape) {
    if (shape < 1) {
      return nextLogGamma(shape + 1) + Math.log(1 - nextDouble()) / shape;
    }
    double d = shape - 1 / 3.0;
    while (true) {
      double x = nextGaussian();
      double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(1 - nextDouble()) < x * x / 2 + d * (1 - v + Math.log(v))) {
        return Math.log(d * v);
      }
    }
  }

  /** The numbers 0 to n-1 in random order (Fisher and Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Goes to where a generator of this seed stands that has drawn so many times 64 bits. */
  public void seek(long drawn) {
    state = seed + drawn * GOLDEN_GAMMA;
  }

  /** All that {@link #restore} needs to go on from here. */
  public long state() {
    return state;
  }

  /** Goes on as the generator did whose {@link #state} this was. */
  public void restore(long earlierState) {
    state = earlierState;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
