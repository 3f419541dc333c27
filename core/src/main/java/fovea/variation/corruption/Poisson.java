package fovea.variation.corruption;

import fovea.tensor.Rng;

/** Random counts, as of photons that fall on a pixel. */
final class Poisson {
  /** Above, transformed rejection holds and costs about 1.2 tries whatever the mean. */
  private static final double FEW = 10;

  private Poisson() {}

  /**
   * A count.
   *
   * @param mean 0 or more
   */
  static long next(double mean, Rng rng) {
    return mean < FEW ? few(mean, rng) : many(mean, rng);
  }

  /** How many uniform numbers can be multiplied before their product falls below exp(-mean). */
  private static long few(double mean, Rng rng) {
    double limit = Math.exp(-mean);
    long count = -1;
    double product = 1;
    do {
      count++;
      product *= 1 - rng.nextDouble();
    } while (product > limit);
    return count;
  }

  /**
   * Transformed rejection with squeeze.
   *
   * @see <a href="https://doi.org/10.1016/0167-6687(93)90997-4">Hörmann 1993, algorithm PTRS</a>
   */
  private static long many(double mean, Rng rng) {
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double scale = Math.log(1.1239 + 1.1328 / (b - 3.4));
    double squeeze = 0.9277 - 3.6224 / (b - 2);
    double logMean = Math.log(mean);
    while (true) {
      double u = rng.nextDouble() - 0.5;
      double v = 1 - rng.nextDouble();
      double us = 0.5 - Math.abs(u);
      long count = (long) Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= squeeze) {
        return count;
      }
      boolean possible = count >= 0 && (us >= 0.013 || v <= us);
      if (possible
          && Math.log(v) + scale - Math.log(a / (us * us) + b)
              <= count * logMean - mean - logFactorial(count)) {
        return count;
      }
    }
  }

  /** By Stirling's series, to 1e-9 from 10 on, and by the product below. */
  static double logFactorial(long n) {
    if (n < 10) {
      double product = 1;
      for (long i = 2; i <= n; i++) {
        product *= i;
      }
      return Math.log(product);
    }
    double x = n + 1.0;
    double inverse = 1 / x;
    double squared = inverse * inverse;
    double series = inverse * (1 / 12.0 - squared * (1 / 360.0 - squared / 1260));
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
  }
}
