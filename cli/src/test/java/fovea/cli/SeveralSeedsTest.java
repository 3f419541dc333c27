package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeveralSeedsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Path data;
  private Path recipe;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    data = TinyImages.in(folder);
    recipe = TinyImages.recipe(folder);
    out = folder.resolve("three");
  }

  private Outcome train(Object... more) {
    Object[] all = {"train", "--data", data, "--recipe", recipe, "--set", "epochs=1", "--out", out};
    Object[] both = Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, both, all.length, more.length);
    return Outcome.of(both);
  }

  @Test
  void eachSeedHasARunAndTheSummaryTheirMeanAndSpread() throws IOException {
    Outcome outcome = train("--seeds", "1..3").succeeds();
    double sum = 0;
    double squares = 0;
    for (int seed = 1; seed <= 3; seed++) {
      Path run = out.resolve("seed-" + seed);
      assertThat(run.resolve("recipe.yaml")).content().contains("seed: " + seed);
      double accuracy =
          JSON.readTree(run.resolve("result.json").toFile()).get("testAccuracy").asDouble();
      sum += accuracy;
      squares += accuracy * accuracy;
    }
    JsonNode summary = JSON.readTree(out.resolve("seeds.json").toFile());
    assertThat(summary.get("testAccuracy").get("mean").asDouble())
        .isCloseTo(sum / 3, within(1e-12));
    assertThat(summary.get("testAccuracy").get("deviation").asDouble())
        .isCloseTo(Math.sqrt(Math.max(0, squares - sum * sum / 3) / 2), within(1e-7));
    assertThat(summary.get("runs")).hasSize(3);
    assertThat(outcome.out()).contains("seed 2", "mean ± deviation  ", " ± ");
    assertThat(outcome.out()).contains("summary  " + out.resolve("seeds.json"));
  }

  @Test
  void aSeedsRunIsThatOfTheSeedAlone() throws IOException {
    train("--seeds", "4,9").succeeds();
    Path alone = folder.resolve("alone");
    Outcome.of(
            "train",
            "--data",
            data,
            "--recipe",
            recipe,
            "--set",
            "epochs=1",
            "--seed",
            9,
            "--out",
            alone)
        .succeeds();
    assertThat(out.resolve("seed-9/model.safetensors"))
        .hasSameBinaryContentAs(alone.resolve("model.safetensors"));
  }

  @Test
  void otherDataAreRefusedAlsoForSeedsThatHaveNotBegun() throws IOException {
    train("--seeds", "1..2").succeeds();
    Path second = out.resolve("seed-2");
    Files.move(second, folder.resolve("elsewhere"));
    String summary = Files.readString(out.resolve("seeds.json"));
    Path other = TinyImages.in(folder.resolve("other"));
    Files.delete(other.resolve("train/red/0.png"));
    Outcome.of("train", "--resume", out, "--data", other)
        .refused(1)
        .contains("seed-1: began with data of fingerprint ");
    assertThat(second).doesNotExist();
    assertThat(out.resolve("seeds.json")).hasContent(summary);
  }

  @Test
  void severalRecipesAreComparedByTheMeansOfTheirRuns() throws IOException {
    train("--seeds", "1..2").succeeds();
    Path picture = folder.resolve("curves.svg");
    Outcome compared =
        Outcome.of("runs", "compare", out, out.resolve("seed-1"), "--out", picture).succeeds();
    assertThat(compared.out()).contains(" ± ", "seed  2 seeds  1");
    assertThat(picture).content().contains("three: mean of 2 runs");
  }

  @Test
  void whatIsRefusedLeavesNoFolderBehind() {
    train("--seeds", "1..2", "--set", "earlyStopping.patience=2", "--set", "validation=0")
        .refusedAfterNotes(1)
        .contains("nothing to watch");
    assertThat(out).doesNotExist();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("colours", "tiny.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5..1 | `5..1` is no range of seeds, expected the smaller one first, and at most 1,000 of them.",
        "1..5000 | `1..5000` is no range of seeds,",
        "7 | `7` is one seed, and several take two at least; --seed is for one.",
        "3..3 | `3..3` is one seed,",
        "1,2,1 | `1,2,1` names a seed twice.",
        "few | `few` is no list of seeds, expected such as 1..5 or 1,4,9.",
      })
  void whatAreNoSeedsIsRefused(String seeds, String message) {
    train("--seeds", seeds)
        .refused(2)
        .startsWith("fovea: invalid value for option '--seeds': " + message);
  }

  @Test
  void seedsDoNotGoWithOneSeed() {
    train("--seeds", "1..2", "--seed", 4)
        .refused(2)
        .startsWith("fovea: --seeds doesn't go with one seed; leave out --seed.");
    train("--seeds", "1..2", "--budget", "1m")
        .refused(2)
        .startsWith("fovea: --seeds doesn't go with --budget;");
  }
}
