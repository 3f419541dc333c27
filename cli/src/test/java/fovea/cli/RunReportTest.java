package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunReportTest {
  @Test
  void moreThanAllOfTheMachineIsNoShareOfIt() {
    assertThat(RunReport.speed(504, 0.62))
        .isEqualTo("504 GFLOP/s while training, 62 % of this machine's matrix product");
    assertThat(RunReport.speed(504, 2.17))
        .startsWith("504 GFLOP/s while training, more than this machine's matrix product")
        .doesNotContain("%");
  }
}
