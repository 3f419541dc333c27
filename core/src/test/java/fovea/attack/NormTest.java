package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NormTest {
  private final Rng rng = Rng.seeded(2);

  private float[] values(double least, double most) {
    float[] values = new float[500];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + (most - least) * rng.nextDouble());
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void projectionsKeepBudgetAndRangeAndLeaveWhatKeepsThem(Norm norm) {
    for (int round = 0; round < 50; round++) {
      float[] clean = values(0, 1);
      float[] image = values(-1, 2);
      double epsilon = rng.nextDouble() * 0.3 + 1e-3;
      Threat threat = new Threat(norm, epsilon);
      threat.project(clean, image);
      assertThat(norm.between(clean, image)).isLessThanOrEqualTo(epsilon + 1e-6);
      for (float value : image) {
        assertThat(value).isBetween(0f, 1f);
      }
      float[] again = image.clone();
      new Threat(norm, Math.min(1, 1.01 * epsilon)).project(clean, again);
      assertThat(again).containsExactly(image, within(1e-7f));
    }
  }

  @Test
  void theProjectionOfL2IsTheNearestPointWhereTheRangeIsFar() {
    float[] clean = values(0.4, 0.6);
    float[] image = values(0.3, 0.7);
    double distance = Norm.L2.between(clean, image);
    float[] projected = image.clone();
    Norm.L2.project(clean, projected, distance / 4);
    for (int i = 0; i < image.length; i++) {
      assertThat(projected[i]).isCloseTo(clean[i] + (image[i] - clean[i]) / 4, within(1e-6f));
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void ascentHasSizeOneAndNoOtherChangeOfThatSizeGainsMore(Norm norm) {
    float[] gradient = values(-1e-30, 1e-30);
    float[] ascent = gradient.clone();
    norm.ascend(ascent);
    assertThat(norm.of(ascent)).isCloseTo(1, within(1e-6));
    for (int round = 0; round < 50; round++) {
      float[] other = norm.onSurface(rng, gradient.length);
      assertThat(norm.of(other)).isCloseTo(1, within(1e-6));
      assertThat(product(gradient, other)).isLessThan(product(gradient, ascent));
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void withoutAGradientThereIsNoDirection(Norm norm) {
    float[] gradient = new float[9];
    norm.ascend(gradient);
    assertThat(gradient).containsOnly(0);
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void randomChangesFillTheBall(Norm norm) {
    int beyondHalf = 0;
    for (int round = 0; round < 200; round++) {
      float[] change = norm.inside(rng, 2);
      assertThat(norm.of(change)).isLessThanOrEqualTo(1 + 1e-6);
      beyondHalf += norm.of(change) > Math.sqrt(0.5) ? 1 : 0;
    }
    // Half of the area lies beyond the square root of a half, in a square as in a disc.
    assertThat(beyondHalf).isBetween(70, 130);
  }

  @Test
  void budgetsThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> new Threat(Norm.LINF, 8)).hasMessageContaining("expected at most 1");
    assertThatThrownBy(() -> new Threat(Norm.L2, 0)).hasMessageContaining("expected above 0");
    assertThatThrownBy(() -> new Threat(Norm.L2, Double.NaN)).hasMessageContaining("above 0");
  }
}
