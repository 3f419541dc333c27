package fovea.report;

import fovea.attack.BudgetCurve;
import fovea.evaluate.ClassResult;
import fovea.evaluate.PairedTest;
import fovea.files.AtomicFile;
import fovea.variation.CorruptionAccuracy;
import fovea.variation.InputVariation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two models side by side, as one page that needs nothing but itself. */
public final class ComparisonPage {
  private static final List<String> HEAD =
      List.of("figure", "first", "95 % interval", "second", "95 % interval");

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
            + Prose.section("models", "The models", models(a, b))
            + Prose.section("test", "Is the difference more than chance?", test(comparison))
            + Prose.section("figures", "Figures", figures(comparison))
            + Prose.section("classes", "Classes", classes(a, b))
            + corruptions(a.corruptions(), b.corruptions())
            + (AttackWords.quick(a) || AttackWords.quick(b)
                ? budgets(a.budgets(), b.budgets(), Prose.note(AttackSection.QUICK))
                : budgets(a.budgets(), b.budgets(), ""))
            + Prose.section("first", "Limits of the first", Prose.list(Limits.of(a)))
            + Prose.section("second", "Limits of the second", Prose.list(Limits.of(b)));
    return Html.page("Two models compared", TrustStyle.SHEET, body);
  }

  private static String models(TrustReport one, TrustReport other) {
    ModelCard a = one.card();
    ModelCard b = other.card();
    return HtmlTable.captioned("What was judged, and how")
        .head(List.of("", "first", "second"))
        .row("model", a.model(), b.model())
        .row("network", a.network(), b.network())
        .row("model's SHA-256", a.sha256(), b.sha256())
        .row("training", training(a), training(b))
        .row("data", judged(a), judged(b))
        .row("data's fingerprint", a.fingerprint(), b.fingerprint())
        .row("effort", a.effort(), b.effort())
        .row("made", made(a), made(b))
        .row(
            "measured in",
            Figure.duration(one.totalSeconds()),
            Figure.duration(other.totalSeconds()))
        .html();
  }

  private static String made(ModelCard card) {
    return "%s, by Fovea %s".formatted(card.made(), card.version());
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
                    Svg.format("%.3g", test.pValue())))
        + notes(comparison.notes());
  }

  private static String notes(List<String> notes) {
    return notes.isEmpty()
        ? ""
        : Prose.list(
            notes.stream().map(note -> Limits.sentence("of the second: " + note)).toList());
  }

  private static String figures(Comparison comparison) {
    Map<String, KeyFigure> ones = byName(KeyFigure.of(comparison.first()), KeyFigure::name);
    Map<String, KeyFigure> others = byName(KeyFigure.of(comparison.second()), KeyFigure::name);
    boolean sameImages = comparison.test() != null;
    List<String> head = new ArrayList<>(HEAD);
    if (sameImages) {
      head.add("first minus second");
    }
    HtmlTable table =
        HtmlTable.captioned(sameImages ? "Of both models" : "Of both models, on different images")
            .head(head);
    for (String name : all(ones, others)) {
      KeyFigure one = ones.get(name);
      KeyFigure other = others.get(name);
      List<String> row = new ArrayList<>(List.of(described(name, one, other)));
      addFigure(row, one);
      addFigure(row, other);
      if (sameImages) {
        row.add(one == null || other == null ? Figure.NONE : one.minus(other));
      }
      table.rowOf(row);
    }
    return table.html();
  }

  /** With how it was measured, where that is the same of both. */
  private static String described(String name, @Nullable KeyFigure one, @Nullable KeyFigure other) {
    if (one == null) {
      return other == null ? name : other.described();
    }
    return other == null || one.described().equals(other.described()) ? one.described() : name;
  }

  private static void addFigure(List<String> row, @Nullable KeyFigure figure) {
    row.add(figure == null ? Figure.NONE : figure.shown());
    row.add(figure == null ? Figure.NONE : figure.bounds());
  }

  private static <T> Map<String, T> byName(List<T> some, Function<T, String> name) {
    Map<String, T> named = new LinkedHashMap<>();
    some.forEach(one -> named.put(name.apply(one), one));
    return named;
  }

  /** Of the first in its order, then those that only the other has. */
  private static Set<String> all(Map<String, ?> ones, Map<String, ?> others) {
    Set<String> names = new LinkedHashSet<>(ones.keySet());
    names.addAll(others.keySet());
    return names;
  }

  private static String classes(TrustReport a, TrustReport b) {
    Map<String, ClassResult> ones =
        byName(a.assessment().evaluation().perClass(), ClassResult::name);
    Map<String, ClassResult> others =
        byName(b.assessment().evaluation().perClass(), ClassResult::name);
    HtmlTable table =
        HtmlTable.captioned("Recall and precision by class")
            .head(List.of("class", "recall, first", "second", "precision, first", "second"));
    for (String name : all(ones, others)) {
      ClassResult one = ones.get(name);
      ClassResult other = others.get(name);
      table.row(
          name,
          Figure.percent(one == null ? null : one.recall()),
          Figure.percent(other == null ? null : other.recall()),
          Figure.percent(one == null ? null : one.precision()),
          Figure.percent(other == null ? null : other.precision()));
    }
    return table.html();
  }

  private static String budgets(@Nullable BudgetFigures a, @Nullable BudgetFigures b, String note) {
    if (a == null || b == null || !a.norm().equals(b.norm())) {
      return "";
    }
    Map<String, BudgetFigures> models = new LinkedHashMap<>();
    models.put("first", a);
    models.put("second", b);
    HtmlTable table =
        HtmlTable.captioned("Accuracy by budget, under " + AttackWords.of(a))
            .head(List.of("budget", "first", "second"));
    for (BudgetCurve.Point point : a.points()) {
      b.points().stream()
          .filter(other -> other.epsilon() == point.epsilon())
          .forEach(
              other ->
                  table.row(
                      Figure.budget(a.norm(), point.epsilon()),
                      Figure.percent(point.robustAccuracy()),
                      Figure.percent(other.robustAccuracy())));
    }
    return Prose.section(
        "budgets",
        "Attacks by budget",
        note
            + BudgetPicture.figure(
                "Accuracy of both models by the largest change that an attacker may make", models)
            + table.html());
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
