package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void ticksAreRoundNumbers() {
    assertThat(Scale.of(1, 16, 0, 100).ticks()).containsExactly(5.0, 10.0, 15.0);
    assertThat(Scale.of(0, 1, 0, 100).ticks()).hasSize(6).first().isEqualTo(0.0);
    assertThat(Scale.of(3, 3, 0, 100).ticks()).contains(3.0);
  }

  @Test
  void ticksLieWithinAndAreNeitherFewNorMany() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1000; i++) {
      double least = random.nextDouble(-10, 10);
      double most = least + Math.pow(10, random.nextDouble(-6, 6));
      List<Double> ticks = Scale.of(least, most, 10, 20).ticks();
      assertThat(ticks.size()).as("%s to %s", least, most).isBetween(2, 7);
      double slack = 1e-6 * (most - least);
      assertThat(ticks).allMatch(tick -> tick >= least - slack && tick <= most + slack);
    }
  }
}
