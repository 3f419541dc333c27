package fovea.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.SmallRecipe;
import fovea.run.RunFolder;
import fovea.run.TrainingRun;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  @TempDir Path folder;

  private static Path file(Path events) throws IOException {
    try (Stream<Path> files = Files.list(events)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
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

  private static float scalar(List<EventReader.Value> values, String tag, long step) {
    List<EventReader.Value> found =
        values.stream().filter(v -> v.tag().equals(tag) && v.step() == step).toList();
    assertThat(found).as("%s at %d", tag, step).hasSize(1);
    return (float) found.get(0).value().only(2);
  }
}
