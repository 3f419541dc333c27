package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theDeviationIsEstimatedForOneRun() {
    Spread spread = Spread.of(List.of(0.92, 0.94, 0.93, 0.97));
    assertThat(spread.mean()).isCloseTo(0.94, within(1e-12));
    // Squares 0.0004, 0, 0.0001 and 0.0009, by 3.
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(0.0014 / 3), within(1e-12));
    assertThat(spread.least()).isEqualTo(0.92);
    assertThat(spread.most()).isEqualTo(0.97);
    assertThat(spread.runs()).isEqualTo(4);
  }

  @Test
  void aSingleRunHasNoDeviationAndNoneHasNoSpread() {
    assertThat(Spread.of(List.of(0.5)).deviation()).isNull();
    assertThat(Spread.of(Arrays.asList(null, null))).isNull();
    assertThat(Spread.of(Arrays.asList(null, 0.25)).runs()).isEqualTo(1);
  }
}
