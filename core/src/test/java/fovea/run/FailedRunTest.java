package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.files.FileFailure;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedRunTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(60);

  private void start(Path run, Recipe recipe, TrainingListener... listeners) {
    assertThatThrownBy(() -> TrainingRun.start(recipe, data, "small", run, List.of(listeners)))
        .isInstanceOf(FoveaException.class);
  }

  @Test
  void aRunThatDivergedSaysSoWhereverItsResultIsAskedFor() {
    Path run = folder.resolve("run");
    start(run, SmallRecipe.with("optimizer.learningRate=1000", "precision=float32"));
    String problem = RunFolder.open(run).failure().orElseThrow().problem();
    assertThat(problem).contains("lower optimizer.learningRate");
    String advice = "; train it anew with other settings: " + problem;
    assertThatThrownBy(() -> TrainedModel.open(run))
        .isInstanceOf(FoveaException.class)
        .hasMessage(run + ": the run failed, so it has no model yet" + advice);
    assertThatThrownBy(() -> Replay.of(run))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            run + ": the run failed, so there is nothing yet to compare a replay with" + advice);
    assertThatThrownBy(() -> TrainingRun.resume(run, data, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessage(problem);
    assertThat(run.resolve("failed.json")).exists();
  }

  @Test
  void aRunThatAFileStoppedHasNotFailedAndGoesOn() {
    Path run = folder.resolve("run");
    TrainingListener fullDisk =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            throw FileFailure.unwritable(run, new IOException("No space left on device"));
          }
        };
    start(run, SmallRecipe.with("epochs=1"), fullDisk);
    assertThat(RunFolder.open(run).failure()).isEmpty();
    assertThat(TrainingRun.resume(run, data, List.of()).epochs()).isEqualTo(1);
  }
}
