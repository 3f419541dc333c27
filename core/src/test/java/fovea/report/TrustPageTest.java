package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.attack.AttackEffort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class TrustPageTest {
  /** What only programs read; the page has what they are parts of, or nothing. */
  private static final Pattern FOR_PROGRAMS =
      Pattern.compile(
          String.join(
              "|",
              ".*equalMassBins.*",
              ".*/bins/0/.*",
              ".*/perClassIntervals/\\d/(f1|auroc)/.*",
              "/assessment/evaluation/images",
              ".*/methods/\\d/(known|unknown)",
              "/(corruptions|sweeps)/(seed|seconds)",
              "/sweeps/(images|accuracy)",
              "/attacks/(epsilon|attacks/\\d/(gradients|queries)|check/foundWithoutGradients)",
              "/groups/.*/accuracy/images",
              "/groups/.*/(balancedAccuracy|loss|worstOfClass/recall)/(low|high)",
              "/shortcuts/factors/\\d/(keptWithout|kept)/(images|low|high)",
              "/shortcuts/factors/\\d/follows/images",
              ".*/activations/(all|peak)",
              "/cost/counted/layers/\\d/flops",
              "/cost/training/images"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyFigureIsOnThePage(long seed) {
    TrustReport report = TrustReports.of(seed);
    String page = TrustPage.html(report);
    Map<String, Double> figures = new LinkedHashMap<>();
    collect(new JsonMapper().valueToTree(report), "", figures);
    assertThat(figures.size()).isGreaterThan(150);
    List<String> missing = new ArrayList<>();
    figures.forEach(
        (path, figure) -> {
          boolean isShown = shown(path, figure).stream().anyMatch(page::contains);
          if (!isShown && !FOR_PROGRAMS.matcher(path).matches()) {
            missing.add(path + " " + figure);
          }
        });
    assertThat(missing).isEmpty();
  }

  private static void collect(JsonNode node, String path, Map<String, Double> figures) {
    if (node.isNumber() && Double.isFinite(node.asDouble())) {
      figures.put(path, node.asDouble());
    }
    node.properties().forEach(e -> collect(e.getValue(), path + "/" + e.getKey(), figures));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), path + "/" + i, figures);
    }
  }

  /** As it may stand on the page. */
  private static List<String> shown(String path, double figure) {
    if (path.matches(".*/bins/\\d/(from|to)")) {
      return List.of(Svg.format("%.0f %%", 100 * figure));
    }
    if (path.matches(".*[/ ]seconds(/.*)?")) {
      return List.of(Figure.duration(figure));
    }
    if (path.endsWith("/epsilon")) {
      return List.of(Figure.budget("linf", figure));
    }
    if (path.endsWith("/peakMemoryBytes")) {
      return List.of(Svg.format("%.0f MB", figure / 1e6));
    }
    if (path.equals("/cost/training/flops")) {
      return List.of(Svg.format("%.3g", figure));
    }
    return figure == Math.rint(figure)
        ? List.of(Figure.number(Math.round(figure)), Figure.plain(figure))
        : List.of(Figure.percent(figure), Figure.decimal(figure), Figure.plain(figure));
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingButItself() throws Exception {
    String page = TrustPage.html(TrustReports.of(1));
    Document document = Pages.parse(page);
    assertThat(document.getElementsByTagName("section").getLength()).isEqualTo(12);
    assertThat(page)
        .doesNotContain("http", "src=\"/", "url(", "<script", "<link", "@import", "onload")
        .contains("prefers-color-scheme: dark", "@media print", "width=device-width");
  }

  @Test
  void namesAreShownAndNotTakenForHtml() {
    assertThat(TrustPage.html(TrustReports.of(1)))
        .contains("&lt;b&gt;dog &amp; co&lt;/b&gt;", "\\u202efish", "&lt;i&gt;letters&lt;/i&gt;")
        .contains("by &lt;u&gt;night&lt;/u&gt;", "runs/&lt;script&gt;alert(1)&lt;/script&gt;/")
        .doesNotContain("<b>dog", "<i>letters", "<u>", "\u202e");
  }

  @Test
  void whoeverCannotSeeItIsToldWhatEachPictureAndTableShows() throws Exception {
    Document document = Pages.parse(TrustPage.html(TrustReports.of(1)));
    List<Element> tables = Pages.all(document, "table");
    assertThat(tables.size()).isGreaterThan(15);
    assertThat(tables).allSatisfy(table -> assertThat(first(table, "caption")).isNotBlank());
    assertThat(Pages.all(document, "th"))
        .allSatisfy(head -> assertThat(head.getTextContent()).isNotBlank());
    List<Element> wide =
        Pages.all(document, "div").stream()
            .filter(div -> div.getAttribute("class").equals("scroll"))
            .toList();
    assertThat(wide).hasSameSizeAs(tables);
    assertThat(wide)
        .as("what is cut off can be reached by keys")
        .allSatisfy(
            div -> {
              assertThat(div.getAttribute("tabindex")).isEqualTo("0");
              assertThat(div.getAttribute("role")).isEqualTo("group");
              assertThat(div.getAttribute("aria-label")).isEqualTo(first(div, "caption"));
            });
    List<Element> drawings = Pages.all(document, "svg");
    assertThat(drawings.size()).isGreaterThan(5);
    assertThat(drawings)
        .allSatisfy(
            drawing -> {
              assertThat(drawing.getAttribute("role")).isEqualTo("img");
              assertThat(drawing.getAttribute("aria-label")).isNotBlank();
            });
    List<Element> pictures = Pages.all(document, "img");
    assertThat(pictures).hasSize(5);
    assertThat(pictures)
        .allSatisfy(picture -> assertThat(picture.getAttribute("alt")).isNotBlank());
    assertThat(Pages.all(document, "h1")).hasSize(1);
  }

  private static String first(Element in, String name) {
    NodeList found = in.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  @Test
  void theContentsLeadToTheSections() throws Exception {
    Document document = Pages.parse(TrustPage.html(TrustReports.of(2)));
    List<String> ids =
        Pages.all(document, "section").stream().map(section -> section.getAttribute("id")).toList();
    assertThat(ids).startsWith("card", "accuracy").doesNotHaveDuplicates();
    assertThat(Pages.all(document, "a").stream().map(link -> link.getAttribute("href")))
        .containsExactlyElementsOf(ids.stream().skip(1).map(id -> "#" + id).toList());
  }

  @Test
  void theCardSaysWhereTheModelEnds() throws Exception {
    Document document = Pages.parse(TrustPage.html(TrustReports.of(1)));
    List<String> sentences =
        Pages.all(document, "li").stream().map(Element::getTextContent).toList();
    assertThat(sentences)
        .contains(
            "Of the data: left out 3 images of bird, which the model doesn't know.",
            "Gradients are masked.",
            "Groups: nobody asked.")
        .anySatisfy(sentence -> assertThat(sentence).startsWith("Of the classes it recognised "))
        .anySatisfy(
            sentence -> assertThat(sentence).startsWith("It names one of its classes whatever"))
        .anySatisfy(
            sentence ->
                assertThat(sentence).startsWith("Its predictions follow the colour far more"));
    assertThat(sentences)
        .filteredOn(sentence -> sentence.startsWith("It doesn't withstand"))
        .hasSize(1);
  }

  @Test
  void quickAttacksAreSaidToBoundWhatItWithstandsFromAbove() throws Exception {
    TrustReport quick = TrustReports.of(1);
    assertThat(quick.card().effort()).isEqualTo("quick");
    String by = AttackWords.all(quick.attacks());
    AttackEffort aimed = quick.attacks().attacks().get(0).effort();
    assertThat(by)
        .isEqualTo(
            "apgd-dlr (%,d steps, %,d starts, %,d targets) and square (%,d queries)",
            aimed.steps(),
            aimed.restarts(),
            aimed.targets(),
            quick.attacks().attacks().get(1).effort().queries());
    String images = Figure.number(quick.attacks().images());
    Document document = Pages.parse(TrustPage.html(quick));
    assertThat(Pages.all(document, "li").stream().map(Element::getTextContent))
        .contains(
            "What it withstands is only bounded from above: %s images were attacked quickly, by %s, and stronger attacks may leave less; report robustness by --full or fovea attack."
                .formatted(images, by));
    assertThat(Pages.all(document, "th").stream().map(Element::getTextContent))
        .contains(
            "accuracy under attack within 8/255, of %s images at most, by quick attacks: %s"
                .formatted(images, by),
            "accuracy under attack within 1/255, of %s images at most, by quick attacks: %s"
                .formatted(
                    Figure.number(quick.budgets().images()), AttackWords.of(quick.budgets())));
    assertThat(Pages.all(document, "p").stream().map(Element::getTextContent))
        .anyMatch(
            note -> note.startsWith("These attacks were quick, and stronger ones may leave less"));
  }

  @Test
  void whatThoroughAttacksDidIsNamedWithoutThatWarning() {
    String page = TrustPage.html(TrustReports.thorough());
    assertThat(page)
        .contains(" images at most, by apgd-dlr (")
        .doesNotContain("quick attacks", "These attacks were quick", "only bounded from above");
  }

  @Test
  void whatWasNotMeasuredHasNoSection() throws Exception {
    Document document = Pages.parse(TrustPage.html(TrustReports.bare()));
    assertThat(Pages.all(document, "section").stream().map(section -> section.getAttribute("id")))
        .containsExactly("card", "accuracy", "calibration", "about");
  }

  @Test
  void aMatrixOfManyClassesIsLeftToPrograms() {
    int classes = ConfusionPicture.MOST_CLASSES + 1;
    long[][] one = new long[classes][classes];
    IntStream.range(0, classes).forEach(c -> one[c][c] = 1);
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    TrustReport bare = TrustReports.bare();
    assertThat(AccuracySection.html(TrustReports.withMatrix(bare.assessment(), one, names)))
        .contains("The confusion matrix of 31 classes is in the JSON")
        .doesNotContain("Confusion matrix of 31 classes, the true one by row");
  }
}
