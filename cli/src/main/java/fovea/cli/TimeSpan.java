package fovea.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it: {@code 30s}, {@code 10m}, {@code 1.5h}. */
final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,9})?)(s|m|h)");

  @Override
  public Duration convert(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "`%s` is no time, expected a number and its unit, such as 30s, 10m or 1.5h"
              .formatted(text));
    }
    long nanosOfUnit =
        switch (matcher.group(2)) {
          case "h" -> Duration.ofHours(1).toNanos();
          case "m" -> Duration.ofMinutes(1).toNanos();
          default -> Duration.ofSeconds(1).toNanos();
        };
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanosOfUnit));
    return Duration.ofNanos(nanos.longValue());
  }
}
