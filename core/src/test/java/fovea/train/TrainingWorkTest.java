package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import fovea.data.DataSet;
import fovea.data.Shapes;
import fovea.data.SmallImages;
import fovea.nn.CountedWork;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingWorkTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  /** What the clock of a real run counts, step by step. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "epochs=3",
        "epochs=4 skipping.share=0.4 skipping.from=0.25 skipping.until=1",
        "epochs=2 batchSize=50",
        "epochs=2 batchSize=1000",
        "epochs=1 objective.name=trades objective.steps=2",
        "epochs=3 headEpochs=1",
        "epochs=2 headEpochs=2",
        "epochs=2 headEpochs=1 objective.name=trades objective.steps=2",
      })
  void theWorkIsThatOfTheRun(String settings) {
    assertWorkIsThatOfTheRun(SmallRecipe.with(settings.split(" ")), DATA);
  }

  @Test
  void smallerImagesAtFirstCountAsTheyAre() {
    DataSet larger = Shapes.draw(80, 1);
    Recipe full =
        SmallRecipe.with(
            "model={name: speedrun, arguments: {width1: 24, width2: 32, width3: 32}}",
            "optimizer.name=muon",
            "epochs=3",
            "batchSize=24");
    Recipe growing = full.with("progressive.startSize=12", "progressive.share=0.7");
    double grown = assertWorkIsThatOfTheRun(growing, larger);
    assertThat(grown).isLessThan(0.9 * assertWorkIsThatOfTheRun(full, larger));
  }

  @CanIgnoreReturnValue
  private static double assertWorkIsThatOfTheRun(Recipe recipe, DataSet data) {
    int images = recipe.split(data).train().images().size();
    try (Training training = Training.by(recipe, data)) {
      TrainingWork work =
          TrainingWork.of(recipe, training.model().network(), training.model().input(), images);
      RunResult unused = training.trainer().train();
      double counted = training.trainer().profile().gigaflop() * 1e9;
      assertThat(work.flops()).isCloseTo(counted, within(1e-9 * counted));
      assertThat(work.images()).isEqualTo(images);
      return work.flops();
    }
  }

  /** The head's is one product more than its own: no gradient goes on to what is before it. */
  @Test
  void theHeadAloneLearnsFromTheWayThereAndItsOwnGradient() {
    Recipe recipe = SmallRecipe.with("epochs=3", "headEpochs=2", "batchSize=16");
    try (Training training = Training.by(recipe, DATA)) {
      Module network = training.model().network();
      CountedWork one = CountedWork.of(network, training.model().input());
      long head = 2 * network.parameters().get("classifier.3.weight").shape().elements();
      TrainingWork work = TrainingWork.of(recipe, network, training.model().input(), 100);
      assertThat(work.flops())
          .isEqualTo(96.0 * (2 * (one.forward() + head) + one.forward() + one.backward()));
      assertThat(network.parameters().values()).allMatch(Tensor::requiresGradient);
    }
  }

  @Test
  void weightsThatGroupsFreezeHaveNoGradientsToCount() {
    Recipe plain = SmallRecipe.with("epochs=1", "batchSize=16");
    Recipe frozen = plain.with("groups=[{match: features.*, frozen: true}]");
    try (Training fresh = Training.by(plain, DATA);
        Training training = Training.by(frozen, DATA)) {
      Module network = fresh.model().network();
      TrainingWork all = TrainingWork.of(plain, network, fresh.model().input(), 100);
      TrainingWork some = TrainingWork.of(frozen, network, fresh.model().input(), 100);
      CountedWork one = CountedWork.of(training.model().network(), training.model().input());
      assertThat(some.flops()).isEqualTo(96.0 * one.total()).isLessThan(all.flops());
    }
  }

  @Test
  void aPlainRunIsItsImagesTimesTheWorkOfOne() {
    Recipe recipe = SmallRecipe.with("epochs=7", "batchSize=16");
    try (Training training = Training.by(recipe, DATA)) {
      CountedWork one = CountedWork.of(training.model().network(), training.model().input());
      TrainingWork work =
          TrainingWork.of(recipe, training.model().network(), training.model().input(), 100);
      assertThat(work.imagesTrained()).isEqualTo(7 * 96);
      assertThat(work.flops()).isEqualTo(7.0 * 96 * one.total());
    }
  }
}
