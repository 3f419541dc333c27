package fovea.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it: {@code 30s}, {@code 10m}, {@code 1.5h}, {@code 1h30m}. */
final class TimeSpan implements ITypeConverter<Duration> {
  private static final String NUMBER = "(\\d{1,5}(?:\\.\\d{1,9})?)";
  private static final Pattern TEXT =
      Pattern.compile("(?:%1$sh)?(?:%1$sm)?(?:%1$ss)?".formatted(NUMBER));

  /** By the group that says how many. */
  private static final Map<Integer, Duration> UNITS =
      Map.of(1, Duration.ofHours(1), 2, Duration.ofMinutes(1), 3, Duration.ofSeconds(1));

  @Override
  public Duration convert(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new TypeConversionException(
          "`%s` is no time, expected a number and its unit, such as 30s, 10m or 1.5h"
              .formatted(text));
    }
    Duration sum = Duration.ZERO;
    for (Map.Entry<Integer, Duration> unit : UNITS.entrySet()) {
      String number = matcher.group(unit.getKey());
      if (number != null) {
        BigDecimal nanos = BigDecimal.valueOf(unit.getValue().toNanos());
        sum = sum.plusNanos(new BigDecimal(number).multiply(nanos).longValue());
      }
    }
    return sum;
  }
}
