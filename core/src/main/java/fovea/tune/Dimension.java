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

  /** Where a value lies that was drawn, so that {@link #value} of its place is the same again. */
  double place(String value);

  /**
   * How far along an axis a value is drawn, in [0, 1]: the least of numbers where it begins, the
   * largest where it ends, choices side by side.
   */
  double along(String value);

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

    /** What keeps a whole number's half from being rounded to another. */
    private static final double WITHIN = 1e-9;

    @Override
    public String value(double place) {
      double low = low();
      double high = high();
      double exact = logarithmic ? low * Math.pow(high / low, place) : low + place * (high - low);
      double rounded =
          multipleOf == 0
              ? new BigDecimal(exact).round(DIGITS).doubleValue()
              : (double) multipleOf * Math.round(exact / multipleOf);
      return YamlText.number(Math.max(from, Math.min(to, rounded)));
    }

    @Override
    public double place(String value) {
      return Math.min(Math.nextDown(1.0), share(value, low(), high()));
    }

    @Override
    public double along(String value) {
      return share(value, from, to);
    }

    /** Whole numbers at the ends have as much room as those between. */
    private double low() {
      double low = multipleOf == 0 ? from : from - multipleOf / 2.0 + WITHIN;
      return logarithmic ? Math.max(low, from / 2) : low; // from is above 0
    }

    private double high() {
      return multipleOf == 0 ? to : to + multipleOf / 2.0 - WITHIN;
    }

    /** How far a value is from one end to the other, in [0, 1]. */
    private double share(String value, double low, double high) {
      double number = Double.parseDouble(value);
      double share =
          logarithmic
              ? Math.log(number / low) / Math.log(high / low)
              : (number - low) / (high - low);
      return Math.max(0, Math.min(1, share));
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
    public double along(String value) {
      return place(value);
    }

    @Override
    public Stream<String> all() {
      return values.stream();
    }
  }
}
