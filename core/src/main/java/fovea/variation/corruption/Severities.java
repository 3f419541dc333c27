package fovea.variation.corruption;

import java.util.List;

/**
 * A corruption's strengths, from 1 to 5.
 *
 * @param small with the constants of CIFAR-10-C
 * @param large with those of ImageNet-C
 */
record Severities(List<Distortion> small, List<Distortion> large) {
  static final int COUNT = 5;

  /** Height or width of the largest images that have the constants for small ones. */
  static final int LARGEST_SMALL = 64;

  Severities {
    small = List.copyOf(small);
    large = List.copyOf(large);
    if (small.size() != COUNT || large.size() != COUNT) {
      throw new IllegalArgumentException(
          "%d and %d severities, expected %d".formatted(small.size(), large.size(), COUNT));
    }
  }

  static Severities of(List<? extends Distortion> small, List<? extends Distortion> large) {
    return new Severities(List.copyOf(small), List.copyOf(large));
  }

  static boolean isSmall(int height, int width) {
    return Math.max(height, width) <= LARGEST_SMALL;
  }

  Distortion at(int severity, int height, int width) {
    return (isSmall(height, width) ? small : large).get(severity - 1);
  }
}
