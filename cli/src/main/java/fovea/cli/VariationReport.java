package fovea.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fovea.evaluate.Interval;
import fovea.run.TrainedModel;
import fovea.variation.CorruptionAccuracy;
import fovea.variation.InputVariation;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a model fares on varied images: what programs read, and what people do.
 *
 * @param model the file
 * @param data the data set's name, or the folder of the official files
 * @param fingerprint of the data; null of the official files
 * @param part which images of the data they are, as it stands after "images, "
 */
record VariationReport(
    String model,
    String data,
    @Nullable String fingerprint,
    @JsonIgnore String part,
    @JsonUnwrapped InputVariation variation) {

  static VariationReport of(
      TrainedModel trained,
      String data,
      @Nullable String fingerprint,
      String part,
      InputVariation variation) {
    return new VariationReport(trained.file().toString(), data, fingerprint, part, variation);
  }

  void print(PrintStream out) {
    Table figures = Table.leftAligned();
    Double accuracy = variation.accuracy();
    if (accuracy != null) {
      figures.row(
          "as they are",
          "%s of %s, %s"
              .formatted(Text.percent(accuracy), Text.count(variation.images(), "image"), part));
    }
    CorruptionAccuracy corruptions = variation.corruptions();
    if (corruptions != null && corruptions.mean() != null) {
      figures.row(
          "corrupted",
          "%s%s, mean of 15 corruptions at %s"
              .formatted(
                  Text.percent(corruptions.mean()),
                  interval(corruptions.meanInterval()),
                  corruptions.severities().size() == 1
                      ? "severity " + corruptions.severities().get(0)
                      : corruptions.severities().size() + " severities"));
    }
    figures.print(out);
    if (corruptions != null) {
      out.println();
      print(corruptions, out);
    }
    for (InputVariation.Curve curve : variation.curves()) {
      out.println();
      print(curve, out);
    }
    print(variation.flips(), out);
    out.println();
    out.printf("judged in %s, seed %d%n", Text.duration(variation.seconds()), variation.seed());
  }

  private static String interval(@Nullable Interval bounds) {
    return bounds == null
        ? ""
        : String.format(Locale.ROOT, " (%.1f to %.1f)", 100 * bounds.low(), 100 * bounds.high());
  }

  private void print(CorruptionAccuracy corruptions, PrintStream out) {
    out.println(
        corruptions.official()
            ? "%s of each severity, %s".formatted(Text.count(variation.images(), "image"), part)
            : "generated with the constants of %s, not the official images"
                .formatted(corruptions.constants().equals("cifar") ? "CIFAR-10-C" : "ImageNet-C"));
    Table table = Table.aligned("ll" + "r".repeat(1 + corruptions.severities().size()));
    table.row(
        Stream.concat(
                Stream.of("corruption", "family"),
                Stream.concat(corruptions.severities().stream(), Stream.of("mean")))
            .toArray());
    for (CorruptionAccuracy.Row row : corruptions.rows()) {
      List<Object> cells = new ArrayList<>(List.of(row.name(), row.family()));
      row.accuracies().forEach(accuracy -> cells.add(Text.percent(accuracy)));
      cells.add(Text.percent(row.mean()));
      table.row(cells.toArray());
    }
    table.print(out);
  }

  private static void print(InputVariation.Curve curve, PrintStream out) {
    Table table = Table.aligned("l" + "r".repeat(curve.points().size()));
    List<Object> values = new ArrayList<>(List.of("value"));
    List<Object> accuracies = new ArrayList<>(List.of("accuracy, %"));
    for (InputVariation.Point point : curve.points()) {
      values.add(BigDecimal.valueOf(point.value()).stripTrailingZeros().toPlainString());
      accuracies.add(String.format(Locale.ROOT, "%.1f", 100 * point.accuracy()));
    }
    out.println(curve.name() + ", " + curve.unit());
    table.row(values.toArray()).row(accuracies.toArray()).print(out);
  }

  private static void print(InputVariation.@Nullable Flips flips, PrintStream out) {
    if (flips == null) {
      return;
    }
    out.println();
    Table.aligned("lr")
        .row("mirrored left to right", Text.percent(flips.leftRight()))
        .row("mirrored top to bottom", Text.percent(flips.topBottom()))
        .row("turned by 180 degrees", Text.percent(flips.both()))
        .print(out);
  }
}
