package fovea.report;

import fovea.evaluate.Calibration;
import fovea.evaluate.CalibrationByChance;
import fovea.evaluate.ReliabilityBin;
import fovea.evaluate.Separation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model is as often right as it is sure, and whether it notices images of other things.
 */
final class ConfidenceSection {
  private ConfidenceSection() {}

  static String calibration(Calibration before, @Nullable Calibrated fitted) {
    Calibration after = fitted == null ? null : fitted.after();
    StringBuilder body = new StringBuilder();
    if (fitted != null) {
      body.append(Prose.paragraph(about(fitted)));
    }
    body.append(figures(before, after)).append("<div class=\"pictures\">\n");
    body.append(
        Prose.figure(
            ReliabilityDiagram.svg(before, "its probabilities as they are"), "As they are."));
    if (after != null) {
      body.append(
          Prose.figure(
              ReliabilityDiagram.svg(after, "its probabilities with the temperature"),
              "With the temperature."));
    }
    body.append("</div>\n").append(bins(before, "as they are"));
    return after == null
        ? body.toString()
        : body.append(bins(after, "with the temperature")).toString();
  }

  private static String about(Calibrated fitted) {
    Double temperature = fitted.temperature();
    if (temperature == null) {
      return Limits.sentence("no temperature was fitted: " + fitted.why());
    }
    String where =
        fitted.stored()
            ? "It is stored in the model, and predictions go by it."
            : "It is not stored in the model; `fovea calibrate` does that.";
    return "Temperature %s, fitted to %s validation images. %s"
        .formatted(Figure.decimal(temperature), Figure.number(fitted.images()), where);
  }

  private static String figures(Calibration before, @Nullable Calibration after) {
    List<Object> head = new ArrayList<>(List.of("", "as they are", "95 % interval"));
    if (after != null) {
      head.addAll(List.of("with temperature", "95 % interval"));
    }
    HtmlTable table = HtmlTable.captioned("How good its probabilities are").head(head);
    for (String name : List.of("loss", "brier", "ece", "eceEqualMass")) {
      List<Object> row = new ArrayList<>(List.of(title(name)));
      add(row, name, before);
      if (after != null) {
        add(row, name, after);
      }
      table.rowOf(row);
    }
    StringBuilder html = new StringBuilder(table.html());
    addByChance(html, "as they are", before.byChance());
    if (after != null) {
      addByChance(html, "with the temperature", after.byChance());
    }
    return html.toString();
  }

  private static void addByChance(
      StringBuilder html, String what, @Nullable CalibrationByChance chance) {
    if (chance != null) {
      html.append(
          Prose.note(
              "By chance alone a perfectly calibrated model of these confidences, %s, shows an expected calibration error of %s on average, and in 95 of 100 cases of at most %s; in bins of equal mass %s and %s."
                  .formatted(
                      what,
                      Figure.decimal(chance.ece()),
                      Figure.decimal(chance.eceAtMost()),
                      Figure.decimal(chance.eceEqualMass()),
                      Figure.decimal(chance.eceEqualMassAtMost()))));
    }
  }

  private static String title(String name) {
    return switch (name) {
      case "loss" -> "loss (negative log-likelihood)";
      case "brier" -> "Brier score";
      case "ece" -> "expected calibration error, 15 bins";
      default -> "the same in bins of equal mass";
    };
  }

  private static void add(List<Object> row, String name, Calibration calibration) {
    double value =
        switch (name) {
          case "loss" -> calibration.loss();
          case "brier" -> calibration.brier();
          case "ece" -> calibration.ece();
          default -> calibration.eceEqualMass();
        };
    row.add(Figure.decimal(value));
    row.add(Figure.decimals(calibration.intervals().get(name)));
  }

  private static String bins(Calibration calibration, String what) {
    HtmlTable table =
        HtmlTable.captioned("Images by confidence, " + what)
            .head(List.of("confidence", "images", "mean confidence", "accuracy"));
    for (ReliabilityBin bin : calibration.bins()) {
      if (bin.images() > 0) {
        table.row(
            Svg.format("%.0f %% to %.0f %%", 100 * bin.from(), 100 * bin.to()),
            Figure.number(bin.images()),
            Figure.percent(bin.confidence()),
            Figure.percent(bin.accuracy()));
      }
    }
    return table.html();
  }

  static String unknown(UnknownFigures unknown) {
    StringBuilder body =
        new StringBuilder(
            Prose.note(
                "AUROC is the share of pairs in which the known image scores higher. The last column is the share of unknown images taken for known where 95 % of the known ones are."));
    for (UnknownFigures.OfData set : unknown.sets()) {
      HtmlTable table =
          HtmlTable.captioned(
                  "Against %s, %s images".formatted(set.data(), Figure.number(set.images())))
              .head(List.of("score", "AUROC", "95 % interval", "taken for known", "95 % interval"));
      for (Separation by : set.methods()) {
        table.row(
            by.method(),
            Figure.decimal(by.auroc()),
            Figure.decimals(by.aurocInterval()),
            Figure.percent(by.falsePositiveRate()),
            Figure.percents(by.falsePositiveInterval()));
      }
      body.append(table.html());
      UnknownFigures.Stored stored = set.stored();
      if (stored != null) {
        body.append(
            Prose.paragraph(
                "By %s, which is stored in it, it answers `none of these` for %s of these images and for %s of the known ones."
                    .formatted(
                        stored.method(),
                        Figure.percent(stored.rejectedUnknown()),
                        Figure.percent(stored.rejectedKnown()))));
      }
    }
    return body.toString();
  }
}
