package fovea.report;

import java.util.List;

/** What a model is for, how it came to be, what it achieves and where it ends. */
final class ModelCardSection {
  private static final int NAMED = 20;

  private ModelCardSection() {}

  static String html(TrustReport report) {
    ModelCard card = report.card();
    String body =
        Prose.paragraph(purpose(card))
            + about(card)
            + results(report)
            + "<h3>Limits</h3>\n"
            + Prose.list(Limits.of(report));
    return Prose.section("card", "Model card", body);
  }

  static String purpose(ModelCard card) {
    List<String> classes = card.classes();
    String names =
        classes.size() <= NAMED
            ? String.join(", ", classes)
            : "%s and %d more"
                .formatted(String.join(", ", classes.subList(0, NAMED)), classes.size() - NAMED);
    return "It says which of %d classes an image shows: %s. It takes images of %d x %d pixels."
        .formatted(classes.size(), names, card.width(), card.height());
  }

  private static String about(ModelCard card) {
    String training = card.training();
    return HtmlTable.captioned("What was judged, and how")
        .row("model", card.model())
        .row("network", card.network())
        .row("model's SHA-256", card.sha256())
        .row("training", training == null ? "not known" : training)
        .row(
            "data",
            "%s: %s images, %s".formatted(card.data(), Figure.number(card.images()), card.part()))
        .row("data's fingerprint", card.fingerprint())
        .row("made", "%s, by Fovea %s, %s".formatted(card.made(), card.version(), card.effort()))
        .html();
  }

  private static String results(TrustReport report) {
    HtmlTable table =
        HtmlTable.captioned("Results").head(List.of("figure", "value", "95 % interval"));
    KeyFigure.of(report)
        .forEach(figure -> table.row(figure.described(), figure.shown(), figure.bounds()));
    return table.html();
  }
}
