package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
  private static Duration of(String text) {
    return new TimeSpan().convert(text);
  }

  @Test
  void aTimeIsANumberWithItsUnit() {
    assertThat(of("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(of("10m")).isEqualTo(Duration.ofMinutes(10));
    assertThat(of("1.5h")).isEqualTo(Duration.ofMinutes(90));
    assertThat(of("0.25s")).isEqualTo(Duration.ofMillis(250));
    assertThat(of("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(of("2m5s")).isEqualTo(Duration.ofSeconds(125));
    assertThat(of("1h0.5s")).isEqualTo(Duration.ofMillis(3_600_500));
    assertThat(of("0s")).isZero();
    assertThat(of("99999h")).isEqualTo(Duration.ofHours(99999));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "-1s", "1 s", "1d", "1e3s", "999999h", "１s", "5m1h", "5m5m"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "`%s` is no time, expected a number and its unit, such as 30s, 10m or 1.5h", text);
  }
}
