package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchPageTest {
  private static final List<SearchFigures.Axis> AXES =
      List.of(
          new SearchFigures.Axis("optimizer.learningRate", "0.01", "0.5", List.of()),
          new SearchFigures.Axis("schedule.name", "", "", List.of("cosine", "one-cycle")));

  private static SearchFigures search(int trials, Map<String, Double> importance) {
    List<SearchFigures.Tried> all = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      double place = (i + 0.5) / trials;
      all.add(
          new SearchFigures.Tried(
              i,
              Map.of("optimizer.learningRate", "0.1"),
              i == 1 ? Map.of("schedule.name", 0.25) : Map.of("optimizer.learningRate", place),
              i == 2 ? List.of() : List.of(0.5, 0.9 - place / 2),
              i == 2 ? "failed" : "over",
              12));
    }
    return new SearchFigures("asha", "accuracy", "small & few", 2, AXES, all, importance);
  }

  @Test
  void everyTrialIsALineAndTheBestIsMarked() throws Exception {
    SearchFigures figures = search(5, Map.of("optimizer.learningRate", 0.8, "schedule.name", 0.2));
    String page = SearchPage.html(figures);
    var document = Pages.parse(page.replace("<!DOCTYPE html>", ""));
    List<String> classes =
        Pages.all(document, "path").stream().map(path -> path.getAttribute("class")).toList();
    assertThat(classes).filteredOn("best"::equals).hasSize(1);
    assertThat(classes).filteredOn("trial"::equals).hasSize(3); // one has no epoch
    assertThat(page)
        .contains("small &amp; few", "80 %", "one-cycle", ">failed<", "The test images were not")
        .doesNotContain("NaN", "Infinity", "<script");
  }

  @Test
  void ofFewTrialsNothingIsSaidOfImportance() throws Exception {
    String page = SearchPage.html(search(1, Map.of()));
    assertThat(page).contains("Too few trials to say.");
    assertThat(Pages.parse(page.replace("<!DOCTYPE html>", ""))).isNotNull();
    assertThat(SearchPage.html(search(0, Map.of()))).doesNotContain("NaN", "Infinity");
  }
}
