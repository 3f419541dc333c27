package fovea.objective;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.CountedWork;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final CountedWork ONCE = new CountedWork(10, 18); // no gradient of the input

  @Test
  void anAttackGoesThereAndBackToTheImage() {
    assertThat(Passes.ONE.operations(ONCE)).isEqualTo(28);
    assertThat(new FastFgsm(8, 1.25).passes().operations(ONCE)).isEqualTo(28 + 20);
    assertThat(new NoiseFgsm(8, 1, 2).passes().operations(ONCE)).isEqualTo(28 + 20);
    assertThat(new PgdTraining(8, 0.25, 7).passes().operations(ONCE)).isEqualTo(28 + 7 * 20);
    assertThat(new Trades(8, 0.225, 10, 6).passes().operations(ONCE))
        .isEqualTo(2 * 28 + 10 * 20 + 10);
    assertThat(new CrossEntropy(0).passes()).isEqualTo(Passes.ONE);
  }
}
