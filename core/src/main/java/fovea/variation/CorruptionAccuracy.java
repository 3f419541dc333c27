package fovea.variation;

import fovea.evaluate.Interval;
import fovea.variation.corruption.Corruption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accuracies by corruption and severity.
 *
 * @param official whether images are those of the official files; else they were generated
 * @param constants {@code cifar} or {@code imagenet}: whose strengths they have
 * @param severities in the order of each row's accuracies
 * @param mean over the fifteen corruptions that count, extras apart, at these severities; null
 *     unless all fifteen were judged
 * @param meanInterval of the mean, by other images of the same kind; null where there is no mean
 */
public record CorruptionAccuracy(
    boolean official,
    String constants,
    List<Integer> severities,
    List<Row> rows,
    @Nullable Double mean,
    @Nullable Interval meanInterval) {
  public CorruptionAccuracy {
    severities = List.copyOf(severities);
    rows = List.copyOf(rows);
  }

  /**
   * Of a corruption.
   *
   * @param name as the official file is called
   * @param family {@code noise}, {@code blur}, {@code weather}, {@code digital} or {@code extra}
   * @param accuracies by severity
   */
  public record Row(String name, String family, List<Double> accuracies, double mean) {
    public Row {
      accuracies = List.copyOf(accuracies);
    }

    static Row of(Corruption corruption, List<Double> accuracies) {
      return new Row(
          corruption.toString(), corruption.family().toString(), accuracies, average(accuracies));
    }
  }

  /** Over the fifteen; null unless all were judged. */
  static @Nullable Double mean(List<Row> rows) {
    List<String> standard = Corruption.standard().stream().map(Corruption::toString).toList();
    List<Double> means =
        rows.stream().filter(row -> standard.contains(row.name)).map(Row::mean).toList();
    return means.size() == standard.size() ? average(means) : null;
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
