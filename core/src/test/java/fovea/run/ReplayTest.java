package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.SmallImages;
import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.RunResult;
import fovea.train.StoppedException;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(120);

  private Path run(Recipe recipe) {
    Path run = folder.resolve("run");
    RunResult unused = TrainingRun.start(recipe, data, "small", run, List.of());
    return run;
  }

  private Replay.Outcome replayed(Path run) {
    Replay replay = Replay.of(run);
    DividedData divided = replay.requireSame(data);
    Path again = folder.resolve("again");
    RunResult unused =
        TrainingRun.start(
            replay.recipe(), divided, "small", again, List.of(), TrainingRun.CHECKPOINT_EVERY);
    return replay.compare(again);
  }

  @Test
  void aRunComesOutTheSameAgain() {
    Path run = run(SmallRecipe.with("epochs=2", "model.arguments.dropout=0.3", "validation=0.2"));
    Replay.Outcome outcome = replayed(run);
    assertThat(outcome.isSame()).isTrue();
    assertThat(outcome.sameFile()).isTrue();
    assertThat(outcome.weightsNow()).matches("[0-9a-f]{64}").isEqualTo(outcome.weightsThen());
    assertThat(outcome.differsFrom()).isNull();
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.resultNow().testAccuracy()).isEqualTo(outcome.resultThen().testAccuracy());
  }

  @Test
  void notesWrittenIntoTheModelAfterTrainingAreNoDifferenceInItsWeights() {
    Path run = run(SmallRecipe.with("epochs=1"));
    Path model = run.resolve("model.safetensors");
    StoredTensors stored = Safetensors.read(model);
    Map<String, String> metadata = new HashMap<>(stored.metadata());
    metadata.put("fovea.temperature", "{\"temperature\": 1.5, \"images\": 5, \"data\": \"of it\"}");
    Safetensors.write(model, new StoredTensors(stored.tensors(), metadata));
    Replay.Outcome outcome = replayed(run);
    assertThat(outcome.isSame()).isTrue();
    assertThat(outcome.sameFile()).isFalse();
  }

  @Test
  void aRunOfAnotherSeedIsNotTheSameFromItsFirstEpochOn() throws IOException {
    Path run = run(SmallRecipe.with("epochs=2"));
    Path recipe = run.resolve("recipe.yaml");
    Files.writeString(recipe, Files.readString(recipe).replace("seed: 1", "seed: 2"));
    Path environment = run.resolve("environment.json");
    String fingerprint = Replay.of(run).recipe().divide(data).set().fingerprint();
    assertThat(Files.readString(environment)).contains(fingerprint);
    Replay.Outcome outcome = replayed(run);
    assertThat(outcome.isSame()).isFalse();
    assertThat(outcome.differsFrom()).isEqualTo(1);
    assertThat(outcome.weightsNow()).isNotEqualTo(outcome.weightsThen());
  }

  @Test
  void otherDataAreRefusedBeforeAnythingIsTrained() {
    Path run = run(SmallRecipe.with("epochs=1"));
    Replay replay = Replay.of(run);
    DataSet other = SmallImages.dataSet(60);
    assertThatThrownBy(() -> replay.requireSame(other))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: the data differ: the run began with data of fingerprint %s (small), found %s; nothing was repeated. --data DATA says where the same are."
                .formatted(run, data.fingerprint(), other.fingerprint()));
  }

  @Test
  void anotherVersionOrProcessorIsNamed() throws IOException {
    Path run = run(SmallRecipe.with("epochs=1"));
    Path environment = run.resolve("environment.json");
    String text = Files.readString(environment);
    String libtorch = RunFolder.open(run).environment().libtorch();
    Files.writeString(
        environment,
        text.replace("\"libtorch\" : \"" + libtorch + "\"", "\"libtorch\" : \"1.13.1\"")
            .replaceFirst("\"fovea\" : \"[^\"]*\"", "\"fovea\" : \"0.0.1\""));
    assertThat(Replay.of(run).differences())
        .contains(new Replay.Difference("Fovea's version", "0.0.1", Version.current()))
        .contains(new Replay.Difference("libtorch", "1.13.1", libtorch))
        .hasSize(2);
  }

  @Test
  void aRunIsRepeatedOnAsManyThreadsInTheNumberFormatItBeganIn() throws IOException {
    Path run = run(SmallRecipe.with("epochs=1", "precision=float32", "threads=2"));
    Path recipe = run.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        Files.readString(recipe)
            .replace("precision: float32", "precision: auto")
            .replace("threads: 2", "threads: 0"));
    Recipe again = Replay.of(run).recipe();
    assertThat(again.precision().resolve().toString()).isEqualTo("float32");
    assertThat(again.threads()).isEqualTo(2);
  }

  @Test
  void aRunOfWhichNothingIsLeftToCompareWithIsRefusedBeforeAnythingIsTrained() throws IOException {
    Path run = run(SmallRecipe.with("epochs=2"));
    Path epochs = run.resolve("epochs.jsonl");
    String text = Files.readString(epochs);
    Files.writeString(epochs, text.substring(0, text.indexOf('\n') + 1));
    assertThatThrownBy(() -> Replay.of(run))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            epochs
                + ": found 1 of the 2 epochs that were trained by result.json, so a replay can't be compared with them; put the file back as it was");
    Files.writeString(epochs, text);
    Files.delete(run.resolve("model.safetensors"));
    assertThatThrownBy(() -> Replay.of(run))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(run.resolve("model.safetensors") + ": no such file");
  }

  @Test
  void aRunThatHasNotEndedIsRefused() {
    TrainingListener stops =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            return Answer.STOP;
          }
        };
    Path run = folder.resolve("cut");
    assertThatThrownBy(
            () -> TrainingRun.start(SmallRecipe.with(), data, "small", run, List.of(stops)))
        .isInstanceOf(StoppedException.class);
    assertThatThrownBy(() -> Replay.of(run))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: the run hasn't ended, so there is nothing yet to compare a replay with; go on with it by `fovea train --resume %s`"
                .formatted(run, run));
  }
}
