package fovea.data.shapes;

import fovea.tensor.Rng;

/** Random choices as drawings make them. */
record RandomChoices(Rng rng) {
  double between(double low, double high) {
    return low + (high - low) * rng.nextDouble();
  }

  /** Both bounds included. */
  int count(int least, int most) {
    return least + rng.nextInt(most - least + 1);
  }

  boolean chance(double probability) {
    return rng.nextDouble() < probability;
  }

  double angle() {
    return between(0, 2 * Math.PI);
  }

  /** Standard normal. */
  double normal() {
    return rng.nextGaussian();
  }
}
