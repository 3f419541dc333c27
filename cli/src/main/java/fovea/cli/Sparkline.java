package fovea.cli;

import fovea.train.EpochRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Curves in one line of a terminal. */
final class Sparkline {
  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final int WIDTH = 24;

  private Sparkline() {}

  /** Of the last epochs' losses and accuracies, of validation images where there are. */
  static String of(List<EpochRecord> epochs) {
    List<EpochRecord> last = epochs.subList(Math.max(0, epochs.size() - WIDTH), epochs.size());
    boolean validated = last.stream().allMatch(epoch -> epoch.validationLoss() != null);
    String loss = line(last, validated ? EpochRecord::validationLoss : EpochRecord::trainLoss);
    String accuracy =
        line(last, validated ? EpochRecord::validationAccuracy : EpochRecord::trainAccuracy);
    return "%s loss %s  accuracy %s"
        .formatted(validated ? "validation" : "training", loss, accuracy);
  }

  private static String line(
      List<EpochRecord> epochs, Function<EpochRecord, @Nullable Double> figure) {
    double[] values =
        epochs.stream()
            .map(figure)
            .filter(Objects::nonNull)
            .mapToDouble(value -> Objects.requireNonNull(value))
            .toArray();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      double share = most > least ? (value - least) / (most - least) : 0;
      line.append(LEVELS.charAt((int) Math.round(share * (LEVELS.length() - 1))));
    }
    return line.toString();
  }
}
