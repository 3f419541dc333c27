package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final double PEAK = 0.4;
  private static final int TOTAL = 101;

  @Test
  void constantStaysAtThePeak() {
    assertThat(rates(ConstantSchedule.of(PEAK, 0), TOTAL)).containsOnly(PEAK);
  }

  @Test
  void warmupRisesInEqualStepsAndEndsAtThePeak() {
    for (Schedule schedule :
        List.of(
            ConstantSchedule.of(PEAK, 4),
            StepSchedule.of(PEAK, 4, 50, 0.1),
            CosineSchedule.of(PEAK, 4, TOTAL, 0))) {
      double[] rates = rates(schedule, 5);
      assertThat(rates[0]).isCloseTo(PEAK / 5, within(1e-15));
      for (int t = 1; t < rates.length; t++) {
        assertThat(rates[t] - rates[t - 1]).isCloseTo(PEAK / 5, within(1e-15));
      }
      assertThat(rates[4]).isEqualTo(PEAK);
    }
  }

  @Test
  void stepDecaysAtItsIntervalsAndNowhereElse() {
    double[] rates = rates(StepSchedule.of(PEAK, 0, 30, 0.1), TOTAL);
    for (int t = 0; t < TOTAL; t++) {
      double expected = t < 30 ? 0.4 : t < 60 ? 0.04 : t < 90 ? 0.004 : 0.0004;
      assertThat(rates[t]).isCloseTo(expected, within(1e-15));
    }
  }

  @Test
  void stepIntervalsCountFromTheStartDespiteAWarmup() {
    Schedule schedule = StepSchedule.of(PEAK, 10, 30, 0.5);
    assertThat(schedule.learningRate(29)).isEqualTo(PEAK);
    assertThat(schedule.learningRate(30)).isEqualTo(PEAK / 2);
  }

  @Test
  void cosineStartsAtThePeakPassesTheMiddleAndEndsAtItsFinalValue() {
    double[] rates = rates(CosineSchedule.of(PEAK, 20, TOTAL, 0.02), TOTAL);
    assertThat(rates[20]).isEqualTo(PEAK);
    assertThat(rates[60]).isCloseTo((PEAK + 0.02) / 2, within(1e-12));
    assertThat(rates[40]).isCloseTo(0.02 + 0.38 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(rates[100]).isCloseTo(0.02, within(1e-15));
    falls(rates, 20, 100);
  }

  @Test
  void cosineScheduleEndsAtZero() {
    assertThat(CosineSchedule.of(PEAK, 0, TOTAL, 0).learningRate(TOTAL - 1)).isZero();
  }

  @Test
  void oneCycleRisesToItsPeakAtTheEndOfTheWarmupAndFallsToItsFinalValue() {
    double[] rates = rates(OneCycleSchedule.of(PEAK, 25, TOTAL, 0.04, 0.001), TOTAL);
    assertThat(rates[0]).isCloseTo(0.04, within(1e-15));
    assertThat(rates[25]).isEqualTo(PEAK);
    assertThat(DoubleStream.of(rates).max()).hasValue(PEAK);
    assertThat(rates[100]).isCloseTo(0.001, within(1e-15));
    assertThat(rates[10]).isCloseTo(0.04 + 0.36 * 10 / 25, within(1e-12));
    assertThat(rates[50]).isCloseTo(PEAK - 0.399 * 25 / 75, within(1e-12));
    for (int t = 1; t <= 25; t++) {
      assertThat(rates[t]).isGreaterThan(rates[t - 1]);
    }
    falls(rates, 25, 100);
  }

  @Test
  void theShortestRunsAreFinite() {
    for (int total = 1; total <= 3; total++) {
      for (int warmup = 0; warmup <= total; warmup++) {
        assertThat(rates(CosineSchedule.of(PEAK, warmup, total, 0), total))
            .matches(all -> DoubleStream.of(all).allMatch(rate -> rate >= 0 && rate <= PEAK));
        assertThat(rates(OneCycleSchedule.of(PEAK, warmup, total, 0, 0), total))
            .matches(all -> DoubleStream.of(all).allMatch(rate -> rate >= 0 && rate <= PEAK));
      }
    }
  }

  @Test
  void valuesOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> ConstantSchedule.of(0, 0)).hasMessage("peak: 0.0, expected above 0");
    assertThatThrownBy(() -> StepSchedule.of(PEAK, 0, 0, 0.1))
        .hasMessage("interval: 0, expected at least 1");
    assertThatThrownBy(() -> CosineSchedule.of(PEAK, 11, 10, 0))
        .hasMessage("warmupSteps: 11, expected at most all steps, 10");
    assertThatThrownBy(() -> OneCycleSchedule.of(PEAK, 1, 10, 0.5, 0))
        .hasMessage("first: 0.5, expected 0 to the peak, 0.4");
    assertThatThrownBy(() -> ConstantSchedule.of(PEAK, 0).learningRate(-1))
        .hasMessage("step: -1, expected at least 0");
  }

  private static double[] rates(Schedule schedule, int steps) {
    return LongStream.range(0, steps).mapToDouble(schedule::learningRate).toArray();
  }

  private static void falls(double[] rates, int from, int to) {
    for (int t = from + 1; t <= to; t++) {
      assertThat(rates[t]).isLessThan(rates[t - 1]);
    }
  }
}
