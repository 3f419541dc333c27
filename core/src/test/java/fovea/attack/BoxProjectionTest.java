package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BoxProjectionTest {
  private static final int SIZE = 20;
  private final Rng rng = Rng.seeded(5);

  private float[] point() {
    float[] point = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      point[i] = (float) Math.max(0, Math.min(1, 1.2 * rng.nextDouble() - 0.1));
    }
    return point;
  }

  private float[] normal() {
    float[] w = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      w[i] = rng.nextInt(5) == 0 ? 0 : (float) rng.nextGaussian();
    }
    return w;
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** By how much {@code w x} can be changed in the direction of the sign within the box. */
  private static double most(float[] point, float[] w, double sign, double radius) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      double room = sign * w[i] > 0 ? 1 - point[i] : point[i];
      sum += Math.abs(w[i]) * Math.min(radius, room);
    }
    return sum;
  }

  @Test
  void changesReachThePlaneAndStayInTheBox() {
    for (int round = 0; round < 200; round++) {
      float[] point = point();
      float[] w = normal();
      double sign = rng.nextInt(2) == 0 ? -1 : 1;
      double wanted = sign * rng.nextDouble() * most(point, w, sign, 1);
      for (Norm norm : Norm.values()) {
        float[] change = BoxProjection.onto(norm, point, w, wanted);
        assertThat(product(w, change)).isCloseTo(wanted, within(1e-5));
        for (int i = 0; i < SIZE; i++) {
          assertThat(point[i] + change[i]).isBetween(-1e-6f, 1 + 1e-6f);
        }
      }
    }
  }

  /** In L-inf a smaller cube doesn't reach the plane. */
  @Test
  void noSmallerChangeOfTheLargestValueReachesThePlane() {
    for (int round = 0; round < 200; round++) {
      float[] point = point();
      float[] w = normal();
      double sign = rng.nextInt(2) == 0 ? -1 : 1;
      double wanted = sign * rng.nextDouble() * most(point, w, sign, 1);
      double radius = Norm.LINF.of(BoxProjection.onto(Norm.LINF, point, w, wanted));
      assertThat(most(point, w, sign, 0.999 * radius)).isLessThan(Math.abs(wanted));
    }
  }

  /** Dykstra's alternating projections know nothing of how the sum grows. */
  @Test
  void theShortestChangeIsThatOfAlternatingProjections() {
    for (int round = 0; round < 30; round++) {
      float[] point = point();
      float[] w = normal();
      double sign = rng.nextInt(2) == 0 ? -1 : 1;
      double wanted = sign * 0.7 * rng.nextDouble() * most(point, w, sign, 1);
      double[] expected = dykstra(point, w, product(w, point) + wanted);
      float[] change = BoxProjection.onto(Norm.L2, point, w, wanted);
      for (int i = 0; i < SIZE; i++) {
        assertThat(point[i] + (double) change[i]).isCloseTo(expected[i], within(1e-4));
      }
    }
  }

  private static double[] dykstra(float[] point, float[] w, double b) {
    double[] x = new double[SIZE];
    Arrays.setAll(x, i -> point[i]);
    double[] correction = new double[SIZE];
    double square = product(w, w);
    for (int round = 0; round < 20_000; round++) {
      double distance = -b;
      for (int i = 0; i < SIZE; i++) {
        distance += w[i] * x[i];
      }
      for (int i = 0; i < SIZE; i++) {
        double onPlane = x[i] - distance / square * w[i];
        double inBox = Math.max(0, Math.min(1, onPlane + correction[i]));
        correction[i] += onPlane - inBox;
        x[i] = inBox;
      }
    }
    return x;
  }

  @Test
  void aPlaneOutOfReachIsComeAsNearAsTheBoxAllows() {
    float[] point = point();
    float[] w = normal();
    for (Norm norm : Norm.values()) {
      float[] change = BoxProjection.onto(norm, point, w, 2 * most(point, w, 1, 1));
      assertThat(product(w, change)).isCloseTo(most(point, w, 1, 1), within(1e-5));
    }
  }

  @Test
  void nothingChangesOnThePlaneItselfOrWithoutADirection() {
    float[] point = point();
    for (Norm norm : Norm.values()) {
      assertThat(norm.of(BoxProjection.onto(norm, point, normal(), 0))).isZero();
      assertThat(norm.of(BoxProjection.onto(norm, point, new float[SIZE], 1))).isZero();
    }
  }
}
