package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.train.EpochRecord;
import fovea.train.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsPageTest {
  @TempDir Path folder;

  private static EpochRecord epoch(int number, double accuracy) {
    return new EpochRecord(number, 1.5, accuracy, 1 - accuracy, accuracy, 0.1, 2, 100);
  }

  private static RunResult result(double accuracy) {
    return new RunResult(accuracy, null, 0.9, accuracy + 0.01, 2, 2, 61, 7, 9, null, null);
  }

  private static ComparedRun single(String name, double accuracy, String rate) {
    return new ComparedRun(
        name,
        List.of(List.of(epoch(1, accuracy / 2), epoch(2, accuracy))),
        List.of(result(accuracy)),
        new TreeMap<>(Map.of("rate", rate, "epochs", "2")));
  }

  private static ComparedRun several() {
    return new ComparedRun(
        "three",
        List.of(
            List.of(epoch(1, 0.3), epoch(2, 0.6)),
            List.of(epoch(1, 0.4), epoch(2, 0.7)),
            List.of(epoch(1, 0.5))),
        List.of(result(0.6), result(0.7)),
        new TreeMap<>(Map.of("rate", "0.3", "epochs", "2", "only", "here")));
  }

  @Test
  void thePageHasResultsSettingsThatDifferAndALineARun() throws Exception {
    Path file = folder.resolve("runs.html");
    RunsPage.write(file, List.of(single("a <b>", 0.8, "0.1"), single("b", 0.9, "0.2"), several()));
    String page = Files.readString(file);
    var document = Pages.parse(page.replace("<!DOCTYPE html>", ""));
    List<String> classes =
        Pages.all(document, "path").stream().map(path -> path.getAttribute("class")).toList();
    assertThat(classes).contains("curve c0", "curve c1", "curve c2", "band b2");
    assertThat(classes).doesNotContain("band b0");
    assertThat(page).contains("a &lt;b&gt;", "80.00 %", "65.00 % ± 7.07 %", "2 of 3", "1:01 min");
    assertThat(page).contains(">rate<", ">only<").doesNotContain(">epochs</th>");
    assertThat(page).doesNotContain("<script");
  }

  @Test
  void aPictureAloneStandsByItself() throws Exception {
    String svg = OverlaidCurves.svg(List.of(single("a", 0.8, "0.1"), several()));
    var document = Pages.parse(svg);
    assertThat(document.getDocumentElement().getAttribute("xmlns"))
        .isEqualTo("http://www.w3.org/2000/svg");
    assertThat(svg)
        .contains("validation accuracy", "learning rate", "three: mean of 3 runs", "<style>");
  }

  @Test
  void runsWithoutEpochsOrWithOneAreDrawnAndTookNoTimeYet() throws Exception {
    ComparedRun begun = new ComparedRun("begun", List.of(List.of()), List.of(), Map.of());
    ComparedRun one = new ComparedRun("one", List.of(List.of(epoch(1, 0.5))), List.of(), Map.of());
    assertThat(Pages.parse(OverlaidCurves.svg(List.of(begun)))).isNotNull();
    assertThat(OverlaidCurves.svg(List.of(begun, one))).doesNotContain("NaN");
    Path file = folder.resolve("begun.html");
    RunsPage.write(file, List.of(begun, one));
    assertThat(Files.readString(file)).doesNotContain(">0 s<");
  }
}
