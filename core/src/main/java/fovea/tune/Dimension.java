package fovea.tune;

import fovea.settings.YamlText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A setting that is searched. Its values lie side by side in [0, 1). */
public sealed interface Dimension {
  /** As {@code --set} takes it. */
  String path();

  /** The value that lies there, as {@code --set} takes it. */
  String value(double place);

  /** Where a value lies. */
  double place(String value);

  /** All values, each once; of numbers that needn't be whole, those of many places. */
  Stream<String> all();

  /**
   * Numbers between two.
   *
   * @param logarithmic whether as many lie between 0.01 and 0.1 as between 0.1 and 1
   * @param multipleOf what whole numbers are multiples of; 0 where they needn't be whole
   */
  record Numbers(String path, double from, double to, boolean logarithmic, int multipleOf)
      implements Dimension {
    /** As many digits as anybody would write in a recipe. */
    private static final MathContext DIGITS = new MathContext(4);

    private static final int PLACES = 10_000;

    @Override
    public String value(double place) {
      double low = multipleOf == 0 ? from : from - multipleOf / 2.0 + 1e-9;
      double high = multipleOf == 0 ? to : to + multipleOf / 2.0 - 1e-9;
      if (logarithmic) { // from is above 0
        low = Math.max(low, from / 2);
      }
      double exact = logarithmic ? low * Math.pow(high / low, place) : low + place * (high - low);
      double rounded =
          multipleOf == 0
              ? new BigDecimal(exact).round(DIGITS).doubleValue()
              : (double) multipleOf * Math.round(exact / multipleOf);
      return YamlText.number(Math.max(from, Math.min(to, rounded)));
    }

    @Override
    public double place(String value) {
      double number = Double.parseDouble(value);
      double share =
          logarithmic
              ? Math.log(number / from) / Math.log(to / from)
              : (number - from) / (to - from);
      return Math.max(0, Math.min(Math.nextDown(1.0), share));
    }

    @Override
    public Stream<String> all() {
      return multipleOf == 0
          ? IntStream.range(0, PLACES).mapToObj(i -> value((i + 0.5) / PLACES)).distinct()
          : LongStream.rangeClosed((long) Math.ceil(from / multipleOf), (long) (to / multipleOf))
              .mapToObj(i -> YamlText.number((double) i * multipleOf));
    }
  }

  /** One of some values. */
  record Choice(String path, List<String> values) implements Dimension {
    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public String value(double place) {
      return values.get((int) (place * values.size()));
    }

    @Override
    public double place(String value) {
      return (values.indexOf(value) + 0.5) / values.size();
    }

    @Override
    public Stream<String> all() {
      return values.stream();
    }
  }
}
