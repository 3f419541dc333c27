package fovea.report;

import fovea.evaluate.ClassResult;
import fovea.evaluate.PairedTest;
import fovea.files.AtomicFile;
import fovea.variation.CorruptionAccuracy;
import fovea.variation.InputVariation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two models side by side, as one page that needs nothing but itself. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /**
   * Writes the page.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, Comparison comparison) {
    AtomicFile.write(file, html(comparison));
  }

  static String html(Comparison comparison) {
    TrustReport a = comparison.first();
    TrustReport b = comparison.second();
    String body =
        "<h1>Two models compared</h1>\n"
            + Prose.section("models", "The models", models(a.card(), b.card()))
            + Prose.section("test", "Is the difference more than chance?", test(comparison))
            + Prose.section("figures", "Figures", figures(a, b))
            + Prose.section("classes", "Classes", classes(a, b))
            + corruptions(a.corruptions(), b.corruptions())
            + Prose.section("first", "Limits of the first", Prose.list(Limits.of(a)))
            + Prose.section("second", "Limits of the second", Prose.list(Limits.of(b)));
    return Html.page("Two models compared", TrustStyle.SHEET, body);
  }

  private static String models(ModelCard a, ModelCard b) {
    return HtmlTable.captioned("What was judged, and how")
        .head(List.of("", "first", "second"))
        .row("model", a.model(), b.model())
        .row("network", a.network(), b.network())
        .row("model's SHA-256", a.sha256(), b.sha256())
        .row("training", training(a), training(b))
        .row("data", judged(a), judged(b))
        .row("data's fingerprint", a.fingerprint(), b.fingerprint())
        .row("effort", a.effort(), b.effort())
        .html();
  }

  private static String training(ModelCard card) {
    String training = card.training();
    return training == null ? "not known" : training;
  }

  private static String judged(ModelCard card) {
    return "%s images, %s".formatted(Figure.number(card.images()), card.part());
  }

  private static String test(Comparison comparison) {
    PairedTest test = comparison.test();
    if (test == null) {
      return Prose.paragraph(Limits.sentence("no paired test: " + comparison.untested()));
    }
    return Prose.paragraph(
        "Of %s images only the first gets %s right, and only the second %s. The first's accuracy minus the second's is %s (%s); if both were equally good, numbers as unequal would come about with probability %s, by the exact McNemar test."
            .formatted(
                Figure.number(test.images()),
                Figure.number(test.onlyFirst()),
                Figure.number(test.onlySecond()),
                Figure.percent(test.difference()),
                Figure.percents(test.interval()),
                Svg.format("%.3g", test.pValue())));
  }

  private static String figures(TrustReport a, TrustReport b) {
    Map<String, KeyFigure> others = new LinkedHashMap<>();
    KeyFigure.of(b).forEach(figure -> others.put(figure.name(), figure));
    HtmlTable table =
        HtmlTable.captioned("Of both models")
            .head(
                List.of(
                    "figure",
                    "first",
                    "95 % interval",
                    "second",
                    "95 % interval",
                    "first minus second"));
    for (KeyFigure one : KeyFigure.of(a)) {
      KeyFigure other = others.get(one.name());
      if (other != null) {
        table.row(
            one.name(), one.shown(), one.bounds(), other.shown(), other.bounds(), one.minus(other));
      }
    }
    return table.html();
  }

  private static String classes(TrustReport a, TrustReport b) {
    Map<String, ClassResult> others = new LinkedHashMap<>();
    b.assessment().evaluation().perClass().forEach(one -> others.put(one.name(), one));
    HtmlTable table =
        HtmlTable.captioned("Recall and precision by class")
            .head(List.of("class", "recall, first", "second", "precision, first", "second"));
    for (ClassResult one : a.assessment().evaluation().perClass()) {
      ClassResult other = others.get(one.name());
      table.row(
          one.name(),
          Figure.percent(one.recall()),
          Figure.percent(other == null ? null : other.recall()),
          Figure.percent(one.precision()),
          Figure.percent(other == null ? null : other.precision()));
    }
    return table.html();
  }

  private static String corruptions(@Nullable InputVariation a, @Nullable InputVariation b) {
    CorruptionAccuracy first = a == null ? null : a.corruptions();
    CorruptionAccuracy second = b == null ? null : b.corruptions();
    if (first == null || second == null) {
      return "";
    }
    HtmlTable table =
        HtmlTable.captioned("Mean accuracy over the severities")
            .head(List.of("corruption", "first", "second"));
    for (CorruptionAccuracy.Row row : first.rows()) {
      second.rows().stream()
          .filter(other -> other.name().equals(row.name()))
          .forEach(
              other ->
                  table.row(
                      row.name().replace('_', ' '),
                      Figure.percent(row.mean()),
                      Figure.percent(other.mean())));
    }
    return Prose.section("corruptions", "Corruptions", table.html());
  }
}
