package fovea.report;

import fovea.evaluate.Assessment;
import fovea.files.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a model is worth, as one page that needs nothing but itself. */
public final class TrustPage {
  private TrustPage() {}

  /**
   * Writes the page.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, TrustReport report) {
    AtomicFile.write(file, html(report));
  }

  static String html(TrustReport report) {
    StringBuilder sections = new StringBuilder();
    StringBuilder contents = new StringBuilder("<nav aria-label=\"Contents\"><ul>\n");
    for (Section section : sections(report)) {
      sections.append(Prose.section(section.id, section.title, section.body));
      contents.append(
          "<li><a href=\"#%s\">%s</a></li>%n".formatted(section.id, Html.text(section.title)));
    }
    contents.append("</ul></nav>\n");
    String title = "What " + report.card().network() + " is worth";
    return Html.page(
        title,
        TrustStyle.SHEET + ExplanationSection.STYLE,
        "<h1>%s</h1>%n".formatted(Html.text(title))
            + ModelCardSection.html(report)
            + contents
            + sections);
  }

  private record Section(String id, String title, String body) {}

  private static List<Section> sections(TrustReport report) {
    Assessment found = report.assessment();
    List<Section> sections = new ArrayList<>();
    add(sections, "accuracy", "Accuracy and classes", found, AccuracySection::html);
    add(
        sections,
        "gap",
        "Generalisation gap",
        report.gap(),
        gap -> AccuracySection.gap(gap, found));
    add(
        sections,
        "calibration",
        "Calibration",
        found.calibration(),
        as -> ConfidenceSection.calibration(as, report.calibration()));
    add(sections, "unknown", "Unknown inputs", report.unknown(), ConfidenceSection::unknown);
    add(
        sections,
        "variation",
        "Input variation",
        report,
        all -> VariationSection.html(all.corruptions(), all.sweeps()));
    add(
        sections,
        "attacks",
        "Attacks",
        report,
        all ->
            AttackSection.html(
                AttackWords.quick(all), all.attacks(), all.budgets(), all.changes()));
    add(sections, "groups", "Groups", report.groups(), GroupSection::html);
    add(
        sections,
        "shortcuts",
        "What predictions follow",
        report.shortcuts(),
        ShortcutSection::html);
    add(sections, "explanations", "Where it looks", report.explanations(), TrustPage::explanations);
    add(
        sections,
        "cost",
        "Cost",
        report.cost(),
        cost -> CostSection.html(cost, report.card().network()));
    add(sections, "about", "What this report cost", report, TrustPage::own);
    return sections;
  }

  /** Unless there is nothing to show. */
  private static <T> void add(
      List<Section> sections, String id, String title, @Nullable T part, Function<T, String> html) {
    String body = part == null ? "" : html.apply(part);
    if (!body.isEmpty()) {
      sections.add(new Section(id, title, body));
    }
  }

  private static String explanations(ExplainedPictures found) {
    return found.pictures().isEmpty()
        ? ""
        : Prose.note(
                ExplanationSection.COLOURS
                    + " Images were taken by chance; `fovea explain` shows others, by other methods,"
                    + " and says how far each can be trusted.")
            + ExplanationSection.html("h3", found.pictures());
  }

  private static String own(TrustReport report) {
    HtmlTable table =
        HtmlTable.captioned(
                "%s in all, %s"
                    .formatted(Figure.duration(report.totalSeconds()), report.card().effort()))
            .head(List.of("part", "time"));
    for (Map.Entry<ReportPart, Double> part : report.seconds().entrySet()) {
      table.row(part.getKey().title(), Figure.duration(part.getValue()));
    }
    return table.html();
  }
}
