package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataSet;
import fovea.data.Shapes;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch in micro-batches is trained on to the same bytes by any number of threads. */
@Timeout(120)
class AnyThreadsTest {
  private static final DataSet DATA = Shapes.draw(90, 1);

  /** The bytes of all weights, and the figures of the epochs. */
  private static List<Object> end(int threads, String... settings) {
    Recipe recipe =
        SmallRecipe.with("epochs=2", "batchSize=24", "microBatchSize=7", "threads=" + threads)
            .with(settings);
    List<Object> end = new ArrayList<>();
    try (Training training = Training.by(recipe, DATA)) {
      Trainer trainer = training.trainer();
      while (!trainer.done()) {
        EpochRecord epoch = trainer.trainEpoch();
        end.addAll(
            Arrays.asList(
                epoch.trainLoss(),
                epoch.trainAccuracy(),
                epoch.validationLoss(),
                epoch.validationAccuracy()));
      }
      RunResult unused = trainer.finish();
      training
          .model()
          .network()
          .stateDict()
          .forEach((name, tensor) -> end.add(name + Arrays.hashCode(tensor.toRaw())));
    }
    return end;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.arguments.imageSize=32 model.arguments.blocks=2 model.arguments.dropout=0.5",
        "model.arguments.imageSize=32 gradientClip=0.5 averaging.decay=0.9 skipping.share=0.3"
            + " skipping.from=0",
        "model.name=speedrun optimizer.name=muon" + " progressive.startSize=12",
        "model.name=resnet20 optimizer.name=adamw"
      })
  void theSameOnAnyNumberOfThreads(String settings) {
    List<Object> alone = end(1, settings.split(" "));
    for (int threads : new int[] {2, 16}) {
      assertThat(end(threads, settings.split(" "))).as("%d threads", threads).isEqualTo(alone);
    }
  }
}
