package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.Position;
import fovea.train.RunFacts;
import fovea.train.RunResult;
import fovea.train.StoppedException;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end amid an epoch, and go on from there. */
class StoppedRunTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(120);

  private RunResult start(String run, Recipe recipe, TrainingListener... listeners) {
    return TrainingRun.start(recipe, data, "small", folder.resolve(run), List.of(listeners));
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer.name=adamw,microBatchSize=5",
        "averaging.decay=0.9,skipping.share=0.4,skipping.from=0,skipping.until=0.8",
        "earlyStopping.patience=3,augment.alternatingFlip=true,augment.horizontalFlip=false"
      })
  void aRunGoesOnAmidAnEpochFromItsLastCheckpointAndEndsInTheSameFile(String setting)
      throws IOException {
    Recipe recipe = SmallRecipe.with(setting.split(",")).with("epochs=3");
    RunResult whole = start("whole", recipe);
    Path cut = folder.resolve("cut");
    assertThatThrownBy(
            () ->
                TrainingRun.start(recipe, data, "small", cut, List.of(cutIn(1, 3)), Duration.ZERO))
        .hasMessage("cut");
    List<Position> begun = new ArrayList<>();
    List<TrainingListener> again = List.of(notesPosition(begun), cutIn(2, 3));
    assertThatThrownBy(() -> TrainingRun.resume(cut, data, again, Duration.ZERO)).hasMessage("cut");
    RunResult resumed = TrainingRun.resume(cut, data, List.of(notesPosition(begun)));
    // The step in which a listener threw is taken, but its checkpoint isn't written.
    assertThat(begun).containsExactly(new Position(1, 2), new Position(2, 2));
    assertThat(model("cut")).isEqualTo(model("whole"));
    assertThat(resumed.testAccuracy()).isEqualTo(whole.testAccuracy());
    assertThat(losses("cut")).isEqualTo(losses("whole"));
  }

  private List<List<Double>> losses(String run) {
    return RunFolder.open(folder.resolve(run)).epochs().read().stream()
        .map(epoch -> List.of(epoch.trainLoss(), epoch.trainAccuracy(), epoch.learningRate()))
        .toList();
  }

  private static TrainingListener notesPosition(List<Position> begun) {
    return new TrainingListener() {
      @Override
      public void started(RunFacts run) {
        begun.add(run.position());
      }
    };
  }

  @Test
  void aListenerEndsARunWithACheckpointOfWhereItStands() throws IOException {
    Recipe recipe = SmallRecipe.with("epochs=3");
    RunResult whole = start("whole", recipe);
    assertThatThrownBy(() -> start("run", recipe, stopsAt(2, 3)))
        .isInstanceOfSatisfying(
            StoppedException.class,
            stopped -> assertThat(stopped.position()).isEqualTo(new Position(2, 3)))
        .hasMessage(
            "stopped at epoch 2, step 3; go on with the run by `--resume %s`"
                .formatted(folder.resolve("run")));
    List<Position> begun = new ArrayList<>();
    RunResult resumed =
        TrainingRun.resume(folder.resolve("run"), data, List.of(notesPosition(begun)));
    assertThat(begun).containsExactly(new Position(2, 3));
    assertThat(model("run")).isEqualTo(model("whole"));
    assertThat(resumed.testAccuracy()).isEqualTo(whole.testAccuracy());
  }

  /** The first judges after an epoch, the last at the end; between them nothing is to be lost. */
  @Test
  void anInterruptWhileTheNetworkIsJudgedEndsARunWhereItStood() throws IOException {
    Recipe recipe = SmallRecipe.with("epochs=2");
    RunResult whole = start("whole", recipe);
    Path run = folder.resolve("run");
    assertThatThrownBy(() -> start("run", recipe, interruptsJudging(2)))
        .isInstanceOf(StoppedException.class)
        .hasMessageStartingWith("stopped at epoch 2, step 6;");
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> TrainingRun.resume(run, data, List.of(interruptsJudging(2))))
        .isInstanceOf(StoppedException.class)
        .hasMessageStartingWith("stopped at epoch 3, step 0;");
    assertThat(Thread.interrupted()).isTrue();
    List<Position> begun = new ArrayList<>();
    RunResult resumed = TrainingRun.resume(run, data, List.of(notesPosition(begun)));
    assertThat(begun).containsExactly(new Position(3, 0));
    assertThat(model("run")).isEqualTo(model("whole"));
    assertThat(resumed.testAccuracy()).isEqualTo(whole.testAccuracy());
  }

  private static TrainingListener stopsAt(int epoch, int step) {
    return new TrainingListener() {
      @Override
      public Answer batch(BatchFacts batch) {
        return batch.epoch() == epoch && batch.step() == step ? Answer.STOP : Answer.GO_ON;
      }
    };
  }

  private static TrainingListener interruptsJudging(int number) {
    return new TrainingListener() {
      private int judged;

      @Override
      public void judging() {
        judged++;
        if (judged == number) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  @Test
  void aCheckpointWhoseEpochMakesNoSenseIsRefusedByName() throws IOException {
    assertThatThrownBy(() -> start("run", SmallRecipe.with(), stopsAt(1, 2)))
        .isInstanceOf(StoppedException.class);
    Path checkpoint = folder.resolve("run/checkpoint/state.safetensors");
    StoredTensors stored = Safetensors.read(checkpoint);
    Map<String, String> metadata = new HashMap<>(stored.metadata());
    metadata.put("underWay", metadata.get("underWay").replace("\"steps\":2", "\"steps\":99"));
    Safetensors.write(checkpoint, new StoredTensors(stored.tensors(), metadata));
    assertThatThrownBy(() -> TrainingRun.resume(folder.resolve("run"), data, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessage(checkpoint + ": 99 steps of epoch 1 are taken, expected 0 to 6");
    metadata.put("underWay", "soon");
    Safetensors.write(checkpoint, new StoredTensors(stored.tensors(), metadata));
    assertThatThrownBy(() -> TrainingRun.resume(folder.resolve("run"), data, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(checkpoint + ", `underWay` in its metadata: not as expected,");
  }

  private static TrainingListener cutIn(int epoch, int step) {
    return new TrainingListener() {
      @Override
      public Answer batch(BatchFacts batch) {
        if (batch.epoch() == epoch && batch.step() == step) {
          throw new IllegalStateException("cut");
        }
        return Answer.GO_ON;
      }
    };
  }
}
