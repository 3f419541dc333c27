package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneLrTest {
  @TempDir Path folder;
  private Path data;
  private Path recipe;

  @BeforeEach
  void makeData() throws IOException {
    System.setProperty("fovea.home", folder.resolve("home").toString());
    data = TinyImages.in(folder);
    recipe = TinyImages.recipe(folder);
  }

  @AfterEach
  void moveHomeBack() {
    System.clearProperty("fovea.home");
  }

  private Outcome tune(Object... more) {
    List<Object> all = new ArrayList<>(List.of("tune", "lr", "--data", data, "--recipe", recipe));
    all.addAll(List.of("--out", folder.resolve("rates.svg")));
    all.addAll(List.of(more));
    return Outcome.of(all.toArray());
  }

  @Test
  void aRateIsSuggestedAndTheCurveIsWrittenAsPictureAndJson() throws IOException {
    Path file = folder.resolve("rates.json");
    Outcome outcome = tune("--steps", 30, "--max", 10, "--json", file).succeeds();
    JsonNode found = new JsonMapper().readTree(file.toFile());
    assertThat(folder.resolve("rates.svg"))
        .content()
        .startsWith("<svg xmlns=")
        .endsWith("</svg>\n");
    assertThat(outcome.out()).contains("Smoothed loss by learning rate:", "rates.svg");
    assertThat(found.get("points").size()).isBetween(10, 30);
    assertThat(found.get("points").get(0).get("learningRate").asDouble()).isPositive();
    assertThat(found.get("optimizer").asText()).isEqualTo("sgd");
    assertThat(found.get("picture").asText()).endsWith("rates.svg");
    if (found.get("suggested").isNull()) {
      assertThat(outcome.out()).contains("no rate is suggested");
    } else {
      assertThat(found.get("suggested").asDouble()).isEqualTo(0.1 * found.get("least").asDouble());
      assertThat(outcome.out()).contains("--set optimizer.learningRate=");
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString())).doesNotContain("runs");
    }
  }

  @Test
  void jsonAloneGoesToStandardOutput() throws IOException {
    Outcome outcome = tune("--steps", 10, "--json", "/dev/stdout").succeeds();
    assertThat(new JsonMapper().readTree(outcome.out()).get("points").size()).isPositive();
    assertThat(outcome.err()).contains("Smoothed loss by learning rate:");
  }

  @Test
  void wrongRatesAndNamesAreRefusedBeforeAnyImageIsRead() {
    tune("--steps", 3)
        .refused(2)
        .isEqualTo("fovea: --steps is 3, expected at least 10. See `fovea tune lr --help`.");
    tune("--min", 0.5, "--max", 0.1)
        .refused(2)
        .isEqualTo(
            "fovea: --min is 0.5 and --max is 0.1, expected two rates above 0 and at most 1000,"
                + " the second the larger one. See `fovea tune lr --help`.");
    Outcome.of("tune", "lr", "--data", data, "--out", "rates.png")
        .refused(2)
        .isEqualTo(
            "fovea: --out is rates.png, expected a name that ends in .svg. See `fovea tune lr --help`.");
    Outcome.of("tune", "lr")
        .refused(2)
        .isEqualTo("fovea: missing required option: '--data=DATA'. See `fovea tune lr --help`.");
  }
}
