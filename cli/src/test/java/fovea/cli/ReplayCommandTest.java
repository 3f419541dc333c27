package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.data.ImageFolder;
import fovea.run.Replay;
import fovea.run.TrainingRun;
import fovea.run.Version;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path run;
  private Path again;

  @BeforeEach
  void train() throws IOException {
    data = TinyImages.in(folder);
    run = folder.resolve("run");
    again = folder.resolve("again");
    Path recipe = TinyImages.recipe(folder);
    Outcome.of("train", "--data", data, "--recipe", recipe, "--set", "epochs=1", "--out", run)
        .succeeds();
  }

  @Test
  void aRunThatComesOutTheSameIsSaidTo() throws IOException {
    Outcome replay = Outcome.of("replay", run, "--out", again).succeeds();
    assertThat(replay.out())
        .contains("weights        the same, SHA-256 ")
        .contains("model file     the same, to the byte")
        .contains("figures        the same in all 1 epoch");
    assertThat(again.resolve("model.safetensors"))
        .hasSameBinaryContentAs(run.resolve("model.safetensors"));
  }

  @Test
  void aRunThatComesOutOtherwiseFailsAndSaysWhatDiffers() throws IOException {
    Path recipe = run.resolve("recipe.yaml");
    Files.writeString(recipe, Files.readString(recipe).replace("seed: 3", "seed: 4"));
    Path environment = run.resolve("environment.json");
    Files.writeString(
        environment,
        Files.readString(environment)
            .replaceFirst("\"fovea\" : \"[^\"]*\"", "\"fovea\" : \"0.0.1\""));
    Outcome replay = Outcome.of("replay", run, "--out", again, "--json");
    assertThat(replay.exit()).isEqualTo(1);
    assertThat(replay.err())
        .contains(
            "fovea: the weights may differ: Fovea's version is %s, was 0.0.1"
                .formatted(Version.current()))
        .contains("fovea: " + run + ": the repetition isn't the same; Fovea's version is");
    JsonNode json = new JsonMapper().readTree(replay.out());
    assertThat(json.get("same").asBoolean()).isFalse();
    assertThat(json.get("differsFrom").asInt()).isEqualTo(1);
    assertThat(json.get("differences").get(0).get("then").asText()).isEqualTo("0.0.1");
  }

  @Test
  void otherDataAreRefused() throws IOException {
    Files.delete(data.resolve("train/red/1.png"));
    Outcome.of("replay", run, "--out", again)
        .refused(1)
        .startsWith("fovea: " + run + ": the data differ: the run began with data of fingerprint ")
        .endsWith("nothing was repeated. --data DATA says where the same are.");
    assertThat(again).doesNotExist();
  }

  @Test
  void dataThatMovedAreNamed() throws IOException {
    Path moved = Files.move(data, folder.resolve("elsewhere"));
    Outcome.of("replay", run, "--out", again)
        .refused(1)
        .contains("the data that the run began with are no longer there; say by --data DATA");
    Outcome.of("replay", run, "--out", again, "--data", moved).succeeds();
  }

  @Test
  void whereTheDataMovedTheCommandThatGoesOnSaysWhereToo() {
    assertThat(ReplayCommand.again(run, again, null))
        .isEqualTo("fovea replay %s --out %s".formatted(run, again));
    assertThat(ReplayCommand.again(run, again, "elsewhere"))
        .isEqualTo("fovea replay %s --out %s --data elsewhere".formatted(run, again));
  }

  @Test
  void aRepetitionThatWasInterruptedGoesOnByTheSameCommand() throws IOException {
    TrainingListener powerCut =
        new TrainingListener() {
          @Override
          public Answer epoch(EpochRecord epoch) {
            throw new IllegalStateException("power cut");
          }
        };
    assertThatThrownBy(
            () ->
                TrainingRun.start(
                    Replay.of(run).recipe(),
                    ImageFolder.read(data, 8, 8).data(),
                    data.toString(),
                    again,
                    List.of(powerCut)))
        .hasMessage("power cut");

    Outcome goneOn = Outcome.of("replay", run, "--out", again).succeeds();
    assertThat(goneOn.out()).contains("model file     the same, to the byte");
    assertThat(goneOn.err()).contains("epoch 1/1");

    Outcome compared = Outcome.of("replay", run, "--out", again).succeeds();
    assertThat(compared.out()).isEqualTo(goneOn.out());
    assertThat(compared.err()).doesNotContain("epoch 1/1");
  }

  @Test
  void aRepetitionThatWasKilledBeforeItBeganBeginsByTheSameCommand() throws IOException {
    Files.createDirectory(again);
    Files.copy(run.resolve("environment.json"), again.resolve("environment.json"));
    Files.writeString(again.resolve(".recipe.yaml.tmp999999999-0123abcd"), "model:");
    Outcome replay = Outcome.of("replay", run, "--out", again).succeeds();
    assertThat(replay.out()).contains("model file     the same, to the byte");
  }

  @Test
  void aFolderWithSomethingElseInItIsLeftAlone() throws IOException {
    Files.createDirectory(again);
    Path notes = Files.writeString(again.resolve("notes.txt"), "mine");
    Outcome.of("replay", run, "--out", again).refused(1).contains(again + ": exists already.");
    assertThat(notes).hasContent("mine");
  }

  @Test
  void theRunItselfAndRunsByOtherRecipesAreNoRepetitions() {
    Outcome.of("replay", run, "--out", run).refused(1).contains(run + ": exists already.");
    Path recipe = folder.resolve("tiny.yaml");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--set", "epochs=2", "--out", again)
        .succeeds();
    Outcome.of("replay", run, "--out", again).refused(1).contains(again + ": exists already.");
  }
}
