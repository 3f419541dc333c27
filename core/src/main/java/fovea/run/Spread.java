package fovea.run;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How a figure comes out in several runs.
 *
 * @param runs that have the figure
 * @param deviation the standard deviation of one run, estimated from these, with {@code n - 1};
 *     null of a single run
 */
public record Spread(int runs, double mean, @Nullable Double deviation, double least, double most) {

  /** Of the values that there are; null where there is none. */
  public static @Nullable Spread of(List<? extends @Nullable Double> figures) {
    double[] values =
        figures.stream()
            .filter(Objects::nonNull)
            .mapToDouble(figure -> Objects.requireNonNull(figure))
            .toArray();
    if (values.length == 0) {
      return null;
    }
    double mean = DoubleStream.of(values).average().orElseThrow();
    double squares = DoubleStream.of(values).map(value -> Math.pow(value - mean, 2)).sum();
    return new Spread(
        values.length,
        mean,
        values.length == 1 ? null : Math.sqrt(squares / (values.length - 1)),
        DoubleStream.of(values).min().orElseThrow(),
        DoubleStream.of(values).max().orElseThrow());
  }
}
