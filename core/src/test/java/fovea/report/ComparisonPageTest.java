package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.evaluate.Interval;
import fovea.evaluate.PairedTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ComparisonPageTest {
  private static final PairedTest TEST =
      new PairedTest(9_876, 321, 123, 0.0213, new Interval(0.0123, 0.0345), 0.00456);

  @Test
  void bothModelsStandSideBySide() throws Exception {
    TrustReport first = TrustReports.of(1);
    TrustReport second = TrustReports.of(2);
    String page = tested(first, second);
    Document document = Pages.parse(page);
    for (KeyFigure figure : KeyFigure.of(first)) {
      assertThat(page).contains(figure.shown(), figure.bounds());
    }
    for (KeyFigure figure : KeyFigure.of(second)) {
      assertThat(page).contains(figure.shown(), figure.bounds());
    }
    assertThat(row(document, "accuracy"))
        .containsExactly(
            Figure.percent(first.assessment().evaluation().accuracy()),
            Figure.percents(first.assessment().intervals().get("accuracy")),
            Figure.percent(second.assessment().evaluation().accuracy()),
            Figure.percents(second.assessment().intervals().get("accuracy")),
            KeyFigure.of(first).get(0).minus(KeyFigure.of(second).get(0)));
    assertThat(row(document, "made"))
        .containsExactly("2026-11-26, by Fovea 0.1", "2026-11-26, by Fovea 0.1");
    assertThat(row(document, "measured in")).containsExactly("1:01 min", "1:01 min");
    assertThat(row(document, "network")).containsExactly("net1", "net2");
    assertThat(row(document, "data's fingerprint")).containsExactly("f001", "f002");
    assertThat(page).doesNotContain("http", "<script", "<b>dog");
  }

  @Test
  void thePairedTestIsSaidInWords() {
    assertThat(page(TEST, null))
        .contains("Of 9,876 images only the first gets 321 right, and only the second 123.")
        .contains("2.13 % (1.23 % to 3.45 %)", "probability 0.00456");
  }

  @Test
  void whatSpoilsTheTestStandsBesideIt() {
    String flattered = "<b>pets isn't what the model was trained on";
    assertThat(page(TEST, null, List.of(flattered)))
        .containsPattern(
            "exact McNemar test\\.</p>\\s+<ul>\\s+"
                + "<li>Of the second: &lt;b&gt;pets isn&#39;t what the model was trained on\\.</li>");
    assertThat(page(TEST, null)).doesNotContain("Of the second: ");
  }

  @Test
  void whyThereIsNoTestIsSaid() {
    assertThat(page(null, "b: takes images of 16 x 16, the other model 8 x 8"))
        .contains("No paired test: b: takes images of 16 x 16, the other model 8 x 8.");
  }

  @Test
  void figuresOfDifferentImagesAreNotSubtracted() throws Exception {
    String page = page(null, "other images are new to the second");
    assertThat(page)
        .contains("<caption>Of both models, on different images</caption>")
        .doesNotContain("first minus second");
    assertThat(row(Pages.parse(page), "accuracy")).hasSize(4);
  }

  @Test
  void whatOnlyOneModelHasIsShownToo() throws Exception {
    TrustReport full = TrustReports.of(1);
    TrustReport birds = TrustReports.ofClasses(List.of("cat", "bird"));
    String gap = Figure.percent(full.gap().gap());
    String bounds = Figure.percents(full.gap().interval());
    Document one = Pages.parse(tested(full, birds));
    assertThat(row(one, "generalisation gap"))
        .containsExactly(gap, bounds, Figure.NONE, Figure.NONE, Figure.NONE);
    assertThat(row(one, "bird")).containsExactly(Figure.NONE, "100.00 %", Figure.NONE, "100.00 %");
    Document other = Pages.parse(tested(birds, full));
    assertThat(row(other, "generalisation gap"))
        .containsExactly(Figure.NONE, Figure.NONE, gap, bounds, Figure.NONE);
    assertThat(row(other, "bird"))
        .containsExactly("100.00 %", Figure.NONE, "100.00 %", Figure.NONE);
  }

  @Test
  void bothModelsAreDrawnByBudget() throws Exception {
    TrustReport first = TrustReports.of(1);
    TrustReport second = TrustReports.of(2);
    Document document = Pages.parse(tested(first, second));
    assertThat(Pages.all(document, "path").stream().map(path -> path.getAttribute("class")))
        .contains("line0", "line1");
    assertThat(row(document, "1/255"))
        .containsExactly(
            Figure.percent(first.budgets().points().get(1).robustAccuracy()),
            Figure.percent(second.budgets().points().get(1).robustAccuracy()));
    assertThat(tested(first, TrustReports.bare())).doesNotContain("<svg");
  }

  private static String page(PairedTest test, String untested) {
    return page(test, untested, List.of());
  }

  private static String page(PairedTest test, String untested, List<String> notes) {
    return ComparisonPage.html(
        new Comparison(TrustReports.of(1), TrustReports.of(2), test, untested, notes));
  }

  private static String tested(TrustReport first, TrustReport second) {
    return ComparisonPage.html(new Comparison(first, second, TEST, null, List.of()));
  }

  /** The cells of the first row of that name. */
  private static List<String> row(Document document, String name) {
    Element row =
        Pages.all(document, "tr").stream()
            .filter(tr -> tr.getElementsByTagName("th").item(0) != null)
            .filter(tr -> tr.getElementsByTagName("th").item(0).getTextContent().equals(name))
            .filter(tr -> tr.getElementsByTagName("td").getLength() > 0)
            .findFirst()
            .orElseThrow();
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.getElementsByTagName("td").getLength(); i++) {
      cells.add(row.getElementsByTagName("td").item(i).getTextContent());
    }
    return cells;
  }
}
