package fovea.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Several seeds: {@code 1..5}, both ends among them, or {@code 1,4,9}. */
final class SeedRange implements ITypeConverter<SeedRange.Seeds> {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");
  private static final Pattern LIST = Pattern.compile("\\d{1,18}(,\\d{1,18})*");
  private static final int MOST = 1000;

  /** At least two, all different. */
  record Seeds(List<Long> all) {}

  @Override
  public Seeds convert(String text) {
    List<Long> seeds = seeds(text);
    if (seeds.size() < 2) {
      throw new TypeConversionException(
          "`%s` is one seed, and several take two at least; --seed is for one".formatted(text));
    }
    if (seeds.stream().distinct().count() < seeds.size()) {
      throw new TypeConversionException("`%s` names a seed twice".formatted(text));
    }
    return new Seeds(List.copyOf(seeds));
  }

  private static List<Long> seeds(String text) {
    Matcher range = RANGE.matcher(text);
    List<Long> seeds = new ArrayList<>();
    if (range.matches()) {
      long from = Long.parseLong(range.group(1));
      long to = Long.parseLong(range.group(2));
      if (to < from || to - from >= MOST) {
        throw new TypeConversionException(
            "`%s` is no range of seeds, expected the smaller one first, and at most %,d of them"
                .formatted(text, MOST));
      }
      for (long seed = from; seed <= to; seed++) {
        seeds.add(seed);
      }
    } else if (LIST.matcher(text).matches()) {
      for (String seed : text.split(",", -1)) {
        seeds.add(Long.parseLong(seed));
      }
    } else {
      throw new TypeConversionException(
          "`%s` is no list of seeds, expected such as 1..5 or 1,4,9".formatted(text));
    }
    return seeds;
  }
}
