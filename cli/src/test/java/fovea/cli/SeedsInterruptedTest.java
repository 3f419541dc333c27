package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fovea.data.ImageFolder;
import fovea.recipe.Recipe;
import fovea.run.TrainingRun;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.StoppedException;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three seeds of which the second, and so the third, hasn't ended. */
class SeedsInterruptedTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Path data;
  private Path out;
  private Path second;
  private Path whole;
  private JsonNode mean;

  @BeforeEach
  void train() throws IOException {
    data = TinyImages.in(folder);
    out = folder.resolve("three");
    Outcome.of(
            "train",
            "--data",
            data,
            "--recipe",
            TinyImages.recipe(folder),
            "--set",
            "epochs=1",
            "--seeds",
            "1..3",
            "--out",
            out)
        .succeeds();
    mean = summary().get("testAccuracy");
    second = out.resolve("seed-2");
    whole = Files.move(second, folder.resolve("whole"));
    Files.move(out.resolve("seed-3"), folder.resolve("third"));
  }

  private JsonNode summary() throws IOException {
    return JSON.readTree(out.resolve("seeds.json").toFile());
  }

  private Outcome resume(Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "--resume", out));
    all.addAll(List.of(more));
    return Outcome.of(all.toArray());
  }

  private void goesOnToTheSameEnd() throws IOException {
    resume().succeeds();
    assertThat(second.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(summary().get("testAccuracy")).isEqualTo(mean);
  }

  @Test
  void amidAnEpoch() throws IOException {
    TrainingListener stopsAtSecondStep =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            return batch.step() == 2 ? Answer.STOP : Answer.GO_ON;
          }
        };
    assertThatThrownBy(
            () ->
                TrainingRun.start(
                    Recipe.read(whole.resolve("recipe.yaml")),
                    ImageFolder.read(data, 8, 8).data(),
                    data.toString(),
                    second,
                    List.of(stopsAtSecondStep)))
        .isInstanceOf(StoppedException.class);
    assertThat(second.resolve("checkpoint/state.safetensors")).exists();
    assertThat(second.resolve("epochs.jsonl")).doesNotExist();
    goesOnToTheSameEnd();
  }

  @Test
  void beforeTheRunHadAFile() throws IOException {
    Files.createDirectory(second);
    goesOnToTheSameEnd();
  }

  @Test
  void betweenTheEnvironmentAndTheRecipe() throws IOException {
    Files.createDirectory(second);
    Files.copy(whole.resolve("environment.json"), second.resolve("environment.json"));
    goesOnToTheSameEnd();
  }

  /** Earlier versions wrote the recipe first, and summaries without failures. */
  @Test
  void betweenTheRecipeAndTheEnvironmentOfAnEarlierVersion() throws IOException {
    Files.createDirectory(second);
    Files.copy(whole.resolve("recipe.yaml"), second.resolve("recipe.yaml"));
    ObjectNode plan = (ObjectNode) summary();
    plan.remove("failed");
    JSON.writeValue(out.resolve("seeds.json").toFile(), plan);
    goesOnToTheSameEnd();
  }

  @Test
  void beforeTheFirstSeedHadAFileAndWhatIsRefusedKeepsThePlan() throws IOException {
    Path first = out.resolve("seed-1");
    Files.move(first, folder.resolve("first"));
    Files.createDirectory(first);
    Files.writeString(first.resolve("notes.txt"), "mine");
    resume().refusedAfterNotes(1).contains("can't be written (the folder isn't empty)");
    assertThat(out.resolve("seeds.json")).exists();
    Files.delete(first.resolve("notes.txt"));
    goesOnToTheSameEnd();
  }

  @Test
  void dataThatMovedAreNamedAndNotOpenedWhereAllHasEnded() throws IOException {
    Path moved = Files.move(data, folder.resolve("elsewhere"));
    resume()
        .refused(1)
        .contains(
            out + ": began with the data in " + data + ", which is no longer there",
            "fovea train --resume " + out + " --data FOLDER");
    resume("--data", moved).succeeds();
    Outcome again = resume().succeeds();
    assertThat(again.out()).contains("seed 3", "mean ± deviation");
    assertThat(again.err()).isEmpty();
  }

  @Test
  void theyAreNotProfiled() {
    resume("--profile").refused(2).startsWith("fovea: --seeds doesn't go with --profile;");
  }
}
