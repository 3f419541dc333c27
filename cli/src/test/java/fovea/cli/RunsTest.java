package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path first;
  private static Path slow;

  @BeforeAll
  static void train() throws IOException {
    Path data = TinyImages.in(folder);
    Path recipe = TinyImages.recipe(folder);
    first = folder.resolve("runs/first");
    slow = folder.resolve("runs/rates/slow");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", first).succeeds();
    Outcome.of(
            "train",
            "--data",
            data,
            "--recipe",
            recipe,
            "--set",
            "optimizer.learningRate=0.001",
            "--set",
            "epochs=2",
            "--out",
            slow)
        .succeeds();
  }

  @Test
  void runsAreListedWithWhatCameOfThem() throws IOException {
    Outcome list = Outcome.of("runs", "list", folder.resolve("runs")).succeeds();
    assertThat(list.out().lines()).hasSize(3);
    assertThat(list.out()).contains(first.toString(), slow.toString(), "cifar10-cnn", "colours");
    JsonNode json =
        JSON.readTree(
            Outcome.of("runs", "list", folder.resolve("runs"), "--json").succeeds().out());
    assertThat(json).hasSize(2);
    JsonNode result = JSON.readTree(first.resolve("result.json").toFile());
    assertThat(json.get(0).get("run").asText()).isEqualTo(first.toString());
    assertThat(json.get(0).get("testAccuracy")).isEqualTo(result.get("testAccuracy"));
    assertThat(json.get(1).get("epochs").asInt()).isEqualTo(2);
    assertThat(json.get(1).get("finished").asBoolean()).isTrue();
  }

  @Test
  void aBrokenRunIsNamedAndTheOthersAreListed() throws IOException {
    Path runs = folder.resolve("some");
    Path broken = Files.createDirectories(runs.resolve("broken"));
    Files.writeString(broken.resolve("recipe.yaml"), "lerningRate: 3\n");
    Outcome list = Outcome.of("runs", "list", runs, first);
    assertThat(list.exit()).isEqualTo(1);
    assertThat(list.out()).contains(first.toString());
    assertThat(list.err())
        .startsWith("fovea: " + broken.resolve("recipe.yaml"))
        .contains("unknown key `lerningRate`", "; the run is left out");
  }

  @Test
  void aFolderWithoutRunsSaysSo() throws IOException {
    Outcome list =
        Outcome.of("runs", "list", Files.createDirectories(folder.resolve("none"))).succeeds();
    assertThat(list.out()).isEmpty();
    assertThat(list.err()).contains("There are no runs; `fovea train` makes one.");
    Outcome before = Outcome.of("runs", "list", "--json").succeeds(); // no `runs` here yet
    assertThat(JSON.readTree(before.out())).isEmpty();
    Outcome.of("runs", "list", folder.resolve("missing"))
        .refused(1)
        .endsWith("missing: no such folder, expected a folder with runs in it.");
  }

  @Test
  void runsAreComparedByResultsSettingsAndCurves() throws IOException {
    Path page = folder.resolve("both.html");
    Outcome compared = Outcome.of("runs", "compare", first, slow, "--out", page).succeeds();
    assertThat(compared.out())
        .contains("optimizer.learningRate  0.01  0.001", "epochs                  3     2")
        .doesNotContain("batchSize");
    assertThat(page).content().contains("optimizer.learningRate", "<svg ", "0.001");
    JsonNode json =
        JSON.readTree(Outcome.of("runs", "compare", first, slow, "--json").succeeds().out());
    assertThat(json.get(1).get("settings").get("optimizer.learningRate").asText())
        .isEqualTo("0.001");
    assertThat(json.get(1).get("epochs").get(0)).hasSize(2);
    assertThat(json.get(0).get("testAccuracy").get("deviation").isNull()).isTrue();
  }

  @Test
  void aComparisonGoesIntoAPageOrAPicture() {
    Outcome.of("runs", "compare", first, "--out", folder.resolve("both.png"))
        .refused(2)
        .contains("both.png, expected a name that ends in .html or .svg.");
  }
}
