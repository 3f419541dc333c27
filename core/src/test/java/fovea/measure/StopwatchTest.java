package fovea.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(new Stopwatch(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
    assertThat(new Stopwatch(List.of(4.0, 1.0, 9.0)).median()).isEqualTo(4);
    assertThat(new Stopwatch(List.of(7.0)).median()).isEqualTo(7);
  }

  @Test
  void quantilesAreInterpolated() {
    Stopwatch times = new Stopwatch(List.of(3.0, 1.0, 2.0, 5.0, 4.0));
    assertThat(times.quantile(0)).isEqualTo(1);
    assertThat(times.quantile(0.99)).isCloseTo(4.96, within(1e-12));
    assertThat(times.quantile(1)).isEqualTo(5);
  }

  @Test
  void warmUpIsNotTimed() {
    AtomicInteger runs = new AtomicInteger();
    assertThat(Stopwatch.time(2, 3, 0, runs::incrementAndGet).seconds()).hasSize(3);
    assertThat(runs).hasValue(5);
  }
}
