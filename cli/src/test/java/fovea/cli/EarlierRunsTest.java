package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs in the resources, written by Fovea when recipes had no version: {@code finished}, with the
 * figures that it gave then, and {@code cut}, the same run killed after its second epoch was logged
 * and before that epoch's checkpoint was written.
 */
class EarlierRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path data = Path.of("");
  private Path finished = Path.of("");

  @BeforeEach
  void copy() throws Exception {
    data = UnevenImages.in(folder);
    finished = EarlierRuns.copy("finished", folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "validation", "train"})
  void aRunIsJudgedOnTheImagesThatItHeldOut(String split) throws IOException {
    JsonNode then = json(finished.resolve("figures.json")).get(split);
    JsonNode now = evaluated(finished, split);
    assertThat(now.get("fingerprint")).isEqualTo(then.get("fingerprint"));
    assertThat(now.get("images")).isEqualTo(then.get("images"));
    assertThat(now.get("confusionMatrix")).isEqualTo(then.get("confusionMatrix"));
    for (String figure : new String[] {"accuracy", "loss", "macroF1"}) {
      assertThat(now.get(figure).asDouble()).isCloseTo(then.get(figure).asDouble(), within(1e-5));
    }
  }

  @Test
  void aModelFileAloneKnowsItsSplitsToo() throws IOException {
    Path model = Files.copy(finished.resolve("model.safetensors"), folder.resolve("m.safetensors"));
    JsonNode then = json(finished.resolve("figures.json")).get("validation");
    assertThat(evaluated(model, "validation").get("confusionMatrix"))
        .isEqualTo(then.get("confusionMatrix"));
  }

  @Test
  void aRunPredictsAsItDid() throws IOException {
    JsonNode then = json(finished.resolve("figures.json")).get("predictions");
    for (var image : then.properties()) {
      Path file = data.resolve(image.getKey());
      JsonNode now =
          JSON.readTree(Outcome.of("predict", finished, file, "--json").succeeds().out());
      JsonNode predictions = now.get(0).get("predictions");
      assertThat(predictions).hasSize(3);
      for (JsonNode one : predictions) {
        assertThat(one.get("probability").asDouble())
            .isCloseTo(image.getValue().get(one.get("class").asText()).asDouble(), within(1e-5));
      }
    }
  }

  @Test
  void aRunThatWasCutEndsInTheBytesThatItWouldHaveEndedIn() throws Exception {
    Path cut = EarlierRuns.copy("cut", folder);
    Outcome resumed = Outcome.of("train", "--resume", cut, "--data", data).succeeds();
    assertThat(resumed.err()).contains("Going on with epoch 2 of 4.");
    SameModel.require(finished, cut);
    assertThat(metadata(cut).get("fovea.data")).isEqualTo(metadata(finished).get("fovea.data"));
    JsonNode then = json(finished.resolve("figures.json")).get("validation");
    assertThat(evaluated(cut, "validation").get("images")).isEqualTo(then.get("images"));
  }

  @Test
  void aRunsOwnRecipeRepeatsIt() throws IOException {
    Path again = folder.resolve("again");
    Path recipe = finished.resolve("recipe.yaml");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", again).succeeds();
    assertThat(json(again.resolve("environment.json")).get("dataFingerprint"))
        .isEqualTo(json(finished.resolve("environment.json")).get("dataFingerprint"));
    SameModel.require(finished, again);
    Path third = folder.resolve("third");
    Path written = Files.copy(again.resolve("recipe.yaml"), folder.resolve("mine.yaml"));
    Outcome.of("train", "--data", data, "--recipe", written, "--out", third).succeeds();
    assertThat(third.resolve("model.safetensors"))
        .hasSameBinaryContentAs(again.resolve("model.safetensors"));
  }

  @Test
  void somebodysOwnRecipeWithoutAVersionHoldsOutByClass() throws IOException {
    Path recipe = Files.copy(finished.resolve("recipe.yaml"), folder.resolve("mine.yaml"));
    Path run = folder.resolve("new");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run).succeeds();
    assertThat(run.resolve("recipe.yaml")).content().startsWith("version: 2\n");
    int[] tested = support(evaluated(run, "test"));
    assertThat(tested).containsExactly(6, 4, 0);
    assertThat(support(evaluated(run, "validation"))).containsExactly(11, 7, 1);
    assertThat(support(evaluated(run, "train"))).containsExactly(43, 29, 3);
  }

  @Test
  void aRecipeThatWasChangedAfterTheRunBeganIsRefused() throws Exception {
    Path cut = EarlierRuns.copy("cut", folder);
    Path recipe = cut.resolve("recipe.yaml");
    String text = Files.readString(recipe);
    Files.writeString(recipe, text.replace("momentum: 0.9", "momentum: 0.8"));
    Outcome resumed = Outcome.of("train", "--resume", cut, "--data", data);
    assertThat(resumed.exit()).isEqualTo(1);
    assertThat(resumed.err()).contains(recipe + ": was changed after the run began");
  }

  @Test
  void aRecipeOfALaterVersionIsRefused() throws IOException {
    Path recipe = Files.writeString(folder.resolve("later.yaml"), "version: 7\nquality: high\n");
    Outcome.of("train", "--data", data, "--recipe", recipe)
        .refused(1)
        .isEqualTo(
            "fovea: %s, line 1: `version` is 7, this Fovea knows 1 to 2; use the one that wrote the recipe, or a newer one."
                .formatted(recipe));
  }

  private static Map<String, String> metadata(Path run) {
    return Safetensors.read(run.resolve("model.safetensors")).metadata();
  }

  private JsonNode evaluated(Path model, String split) throws IOException {
    return JSON.readTree(
        Outcome.of("evaluate", model, "--data", data, "--split", split, "--json", "-")
            .succeeds()
            .out());
  }

  private static int[] support(JsonNode evaluation) {
    return StreamSupport.stream(evaluation.get("perClass").spliterator(), false)
        .mapToInt(one -> one.get("support").asInt())
        .toArray();
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }
}
