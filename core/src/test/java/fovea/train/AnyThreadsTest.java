package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataSet;
import fovea.data.Shapes;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch in micro-batches is trained on to the same bytes by any number of threads. */
@Timeout(120)
class AnyThreadsTest {
  private static final DataSet SMALL = SmallImages.dataSet(120);

  /** For networks that don't take images of 8 x 8. */
  private static final DataSet LARGER = Shapes.draw(80, 1);

  private static final TrainingListener TIMES_LAYERS =
      new TrainingListener() {
        @Override
        public boolean wantsLayerTimes() {
          return true;
        }
      };

  private static Recipe recipe(int threads, String... settings) {
    return SmallRecipe.with("epochs=2", "batchSize=24", "microBatchSize=7", "threads=" + threads)
        .with(settings);
  }

  /** Settings with a space between them; a tilde is a space within one. */
  private static String[] list(String settings) {
    return Arrays.stream(settings.split(" "))
        .map(setting -> setting.replace('~', ' '))
        .toArray(String[]::new);
  }

  /** The figures of the epochs, and the bits of all weights. */
  private static List<Object> end(DataSet data, Recipe recipe, TrainingListener... listeners) {
    try (Training training = Training.by(recipe, data, listeners)) {
      return end(training);
    }
  }

  private static List<Object> end(Training training) {
    Trainer trainer = training.trainer();
    while (!trainer.done()) {
      EpochRecord unused = trainer.trainEpoch();
    }
    List<Object> end = new ArrayList<>();
    for (EpochRecord epoch : trainer.state().epochs()) {
      end.addAll(
          Arrays.asList(
              epoch.trainLoss(),
              epoch.trainAccuracy(),
              epoch.validationLoss(),
              epoch.validationAccuracy(),
              epoch.robust()));
    }
    int unused = trainer.choose();
    end.addAll(training.bits());
    return end;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.arguments.blocks=2 model.arguments.dropout=0.5 precision=float32",
        "model.arguments.blocks=2 model.arguments.dropout=0.5 precision=bfloat16",
        "gradientClip=0.5 averaging.decay=0.9 skipping.share=0.3 skipping.from=0",
        "optimizer.name=lion groups=[{match:~features.0.*,~frozen:~true}]",
        "optimizer.name=adamw augment.mixup.alpha=0.4",
        "optimizer.name=lamb sam.rho=0.1 model.arguments.blocks=2 model.arguments.dropout=0.5",
        "optimizer.name=rmsprop optimizer.momentum=0.5 gradientClip=0.01 gradientClipBy=value",
        "swa.share=0.5 swa.images=50 model.arguments.blocks=2 model.arguments.dropout=0.5",
        "swa.share=1 model.arguments.blocks=2 precision=bfloat16 sam.rho=0.05",
        "objective.name=n-fgsm model.arguments.blocks=2 model.arguments.dropout=0.5",
        "objective.name=trades objective.steps=2 model.arguments.blocks=2 precision=bfloat16",
        "objective.name=fast-fgsm robustness.images=9 robustness.steps=2",
      })
  void theSameOnAnyNumberOfThreads(String settings) {
    List<Object> alone = end(SMALL, recipe(1, list(settings)));
    for (int threads : new int[] {2, 16}) {
      assertThat(end(SMALL, recipe(threads, list(settings))))
          .as("%d threads", threads)
          .isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.name=speedrun model.arguments.width2=64 optimizer.name=muon progressive.startSize=12",
        "model.name=resnet20 optimizer.name=sgd",
        "model.name=resnet20 model.arguments.stochasticDepth=0.5 optimizer.name=adam",
        "model.name=efficientnet_b0 model.arguments.imageSize=32 optimizer.name=adamw epochs=1"
      })
  void theSameForNetworksOfLargerImages(String settings) {
    List<Object> alone = end(LARGER, recipe(1, list(settings)));
    assertThat(end(LARGER, recipe(3, list(settings)))).isEqualTo(alone);
  }

  @Test
  void theSameWhereLayersAreTimed() {
    List<Object> alone = end(SMALL, recipe(1));
    assertThat(end(SMALL, recipe(2), TIMES_LAYERS)).isEqualTo(alone);
  }

  @Test
  void theSameWhereARunGoesOnAmidAnEpochOnOtherThreads() {
    List<Object> alone = end(SMALL, recipe(1));
    try (Training first = Training.by(recipe(4), SMALL);
        Training later = Training.by(recipe(2), SMALL)) {
      for (int step = 0; step < 2; step++) {
        Answer unused = first.trainer().advance();
      }
      later.trainer().restore(first.trainer().state());
      assertThat(end(later)).isEqualTo(alone);
    }
  }

  @Test
  void anInterruptAmidAStepTearsNothing() {
    List<Object> alone = end(SMALL, recipe(1));
    try (Training training = Training.by(recipe(3), SMALL)) {
      Answer unused = training.trainer().advance();
      Thread.currentThread().interrupt();
      try {
        assertThat(training.trainer().advance()).isEqualTo(Answer.STOP);
      } catch (CancellationException e) {
        // the next batch wasn't ready, so no step was begun
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(end(training)).isEqualTo(alone);
    }
  }

  @Test
  void aTrainerThatIsClosedAmidAnEpochLeavesNothing() {
    long before = LiveTensors.count();
    try (Training training = Training.by(recipe(4, "averaging.decay=0.9"), SMALL)) {
      Answer unused = training.trainer().advance();
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
