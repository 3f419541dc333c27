package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlottedScheduleTest {
  @TempDir Path folder;

  @Test
  void aRecipesScheduleIsDrawnInTheTerminalAndAsAPicture() {
    Path picture = folder.resolve("schedule.svg");
    Outcome outcome = Outcome.of("recipes", "sprint", "--plot", "--out", picture).succeeds();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("Learning rate of sprint:");
    assertThat(lines).hasSize(14);
    assertThat(lines.get(11)).startsWith("          └──");
    assertThat(lines.get(12)).contains("epoch 0").endsWith(epochs("sprint"));
    assertThat(lines.get(13)).startsWith("It begins at ").contains(", is ", " at most, first in");
    assertThat(picture).content().contains("Learning rate of sprint");
    assertThat(outcome.err()).contains("schedule.svg");
  }

  private static String epochs(String recipe) {
    return String.valueOf(Recipe.builtIn(recipe).epochs());
  }

  @Test
  void aFilesScheduleIsDrawnTooAndAPlateauSaysThatItFallsFurther() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "epochs: 8\nschedule: {name: plateau, warmup: 0.25}\n");
    Outcome outcome = Outcome.of("recipes", file, "--plot").succeeds();
    assertThat(outcome.out())
        .contains("is 0.1 at most, first in epoch 3 of 8, and ends at 0.1.")
        .contains("It falls further whenever");
  }

  @Test
  void averagingsRateIsPartOfThePicture() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file, "epochs: 8\nschedule: {name: cosine}\nswa: {share: 0.5, factor: 0.25}\n");
    assertThat(Outcome.of("recipes", file, "--plot").succeeds().out()).contains("ends at 0.025.");
  }

  @Test
  void aPlotWithoutARecipeAndAPictureWithoutAPlotAreRefused() {
    Outcome.of("recipes", "--plot")
        .refused(2)
        .startsWith("fovea: --plot draws the schedule of a recipe, whose NAME is missing.");
    Outcome.of("recipes", "demo", "--out", folder.resolve("x.svg"))
        .refused(2)
        .startsWith("fovea: --out is where --plot writes its picture, which isn't asked for.");
  }

  @Test
  void theTextsLineGoesThroughItsValues() {
    double[] values = new double[128];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    List<String> rising = new TextPlot(values, 0, 127).lines("a", "b");
    String top = rising.get(0).substring(11);
    String bottom = rising.get(9).substring(11);
    assertThat(top).hasSize(64);
    assertThat(top.charAt(63)).isNotEqualTo('\u2800');
    assertThat(top.charAt(0)).isEqualTo('\u2800');
    assertThat(bottom.charAt(0)).isNotEqualTo('\u2800');
    assertThat(bottom.charAt(63)).isEqualTo('\u2800');
    for (int column = 0; column < 64; column++) { // each column has a dot
      int dots = 0;
      for (int row = 0; row < 10; row++) {
        dots |= rising.get(row).charAt(11 + column) - 0x2800;
      }
      assertThat(dots).as("column %d", column).isNotZero();
    }
    assertThat(rising.get(0)).startsWith("      127 │");
    assertThat(rising.get(9)).startsWith("        0 │");
    assertThat(rising.get(11)).startsWith("           a").endsWith("b").hasSize(11 + 64);
  }
}
