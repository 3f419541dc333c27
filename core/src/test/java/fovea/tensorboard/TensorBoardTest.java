package fovea.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.run.RunFolder;
import fovea.run.TrainingRun;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.StoppedException;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  @TempDir Path folder;

  /** In the order of their names, in which TensorBoard reads them. */
  private static List<Path> files(Path events) throws IOException {
    try (Stream<Path> files = Files.list(events)) {
      return files.sorted().toList();
    }
  }

  private static Path file(Path events) throws IOException {
    List<Path> all = files(events);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void theEventsOfARunAreItsFiguresItsImagesAndItsWeights() throws IOException {
    DataSet data = SmallImages.dataSet(120);
    Path run = folder.resolve("run");
    RunResult result;
    try (TensorBoard events = new TensorBoard(folder.resolve("events"))) {
      result =
          TrainingRun.start(
              SmallRecipe.with("epochs=2", "optimizer.learningRate=0.001"),
              data,
              "small",
              run,
              List.of(events));
    }
    List<EventReader.Value> values = EventReader.values(file(folder.resolve("events")));
    List<EpochRecord> epochs = RunFolder.open(run).epochs().read();
    int steps = 6; // 108 images in batches of 16, the last one left out
    for (EpochRecord epoch : epochs) {
      long step = (long) steps * epoch.epoch();
      assertThat(scalar(values, "train/loss", step)).isEqualTo((float) epoch.trainLoss());
      assertThat(scalar(values, "validation/accuracy", step))
          .isEqualTo(epoch.validationAccuracy().floatValue());
      assertThat(scalar(values, "learningRate", step)).isEqualTo((float) epoch.learningRate());
    }
    assertThat(scalar(values, "test/accuracy", 2L * steps))
        .isEqualTo((float) result.testAccuracy());
    assertThat(values.stream().filter(v -> v.tag().equals("batch/loss"))).hasSize(2 * steps);
    assertThat(values.stream().filter(v -> v.tag().equals("train/images"))).hasSize(2);
    assertThat(values.stream().map(EventReader.Value::tag)).contains("validation/mistakes");
    EventReader.Value weights =
        values.stream()
            .filter(v -> v.tag().equals("weights/features.0.weight"))
            .findFirst()
            .orElseThrow();
    assertThat((double) weights.value().message(5).only(3)).isPositive();
  }

  /** The first process ends after an epoch, the second is killed amid one and closes nothing. */
  @Test
  void aRunThatWasResumedHasTheStepsOfOneThatWasNot() throws IOException {
    DataSet data = SmallImages.dataSet(120);
    Recipe recipe = SmallRecipe.with("epochs=3", "optimizer.learningRate=0.001");
    Path run = folder.resolve("run");
    Path cut = folder.resolve("cut");
    try (TensorBoard events = new TensorBoard(cut)) {
      List<TrainingListener> listeners = List.of(events, stopsAfterAnEpoch());
      assertThatThrownBy(() -> TrainingRun.start(recipe, data, "small", run, listeners))
          .isInstanceOf(StoppedException.class);
    }
    try (TensorBoard killed = new TensorBoard(cut)) {
      List<TrainingListener> listeners = List.of(killed, powerCutIn(2, 5));
      assertThatThrownBy(() -> TrainingRun.resume(run, data, listeners, Duration.ZERO))
          .hasMessage("power cut");
      try (TensorBoard events = new TensorBoard(cut)) {
        RunResult unused = TrainingRun.resume(run, data, List.of(events));
      }
      Map<String, List<Long>> steps = steps(cut);
      assertThat(steps.get("batch/loss")).isEqualTo(LongStream.rangeClosed(1, 18).boxed().toList());
      assertThat(steps.get("weights/features.0.weight")).containsExactly(6L, 12L, 18L);
      assertThat(steps).isEqualTo(undisturbed(recipe, data));
    }
  }

  private Map<String, List<Long>> undisturbed(Recipe recipe, DataSet data) throws IOException {
    Path whole = folder.resolve("whole");
    try (TensorBoard events = new TensorBoard(whole)) {
      RunResult unused =
          TrainingRun.start(recipe, data, "small", folder.resolve("other"), List.of(events));
    }
    return steps(whole);
  }

  private static Map<String, List<Long>> steps(Path events) throws IOException {
    Map<String, List<Long>> steps = new TreeMap<>();
    for (EventReader.Value value : EventReader.values(files(events))) {
      steps.computeIfAbsent(value.tag(), tag -> new ArrayList<>()).add(value.step());
    }
    return steps;
  }

  private static TrainingListener stopsAfterAnEpoch() {
    return new TrainingListener() {
      @Override
      public Answer epoch(EpochRecord epoch) {
        return Answer.STOP;
      }
    };
  }

  private static TrainingListener powerCutIn(int epoch, int step) {
    return new TrainingListener() {
      @Override
      public Answer batch(BatchFacts batch) {
        if (batch.epoch() == epoch && batch.step() == step) {
          throw new IllegalStateException("power cut");
        }
        return Answer.GO_ON;
      }
    };
  }

  private static float scalar(List<EventReader.Value> values, String tag, long step) {
    List<EventReader.Value> found =
        values.stream().filter(v -> v.tag().equals(tag) && v.step() == step).toList();
    assertThat(found).as("%s at %d", tag, step).hasSize(1);
    return (float) found.get(0).value().only(2);
  }
}
