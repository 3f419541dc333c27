package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.nn.BatchNorm2d;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.run.TrainingRun;
import fovea.tensor.Doubles;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchTest {
  private final DataSet data = SmallImages.dataSet(120);

  /** Without batch norm and dropout, which see a micro-batch each. */
  private static Recipe recipe(String... settings) {
    return SmallRecipe.with(
            "model.name=article-minimal",
            "model.arguments.imageSize=8",
            "model.arguments.dropout=0",
            "precision=float32",
            "epochs=1")
        .with(settings);
  }

  private Doubles trained(Recipe recipe, String weight) {
    try (Scope scope = Scope.open();
        Training training = Training.by(recipe, data)) {
      RunResult unused = training.trainer().train();
      return Doubles.of(training.model().network().stateDict().get(weight));
    }
  }

  @Test
  void theGradientsOfMicroBatchesAddUpToTheBatchs() {
    Doubles whole = trained(recipe(), "classifier.0.weight");
    for (String size : List.of("4", "7", "16", "1000")) {
      Doubles parts = trained(recipe("microBatchSize=" + size), "classifier.0.weight");
      double apart = 0;
      for (int i = 0; i < whole.values().length; i++) {
        apart = Math.max(apart, Math.abs(whole.values()[i] - parts.values()[i]));
      }
      assertThat(apart).as("micro-batches of %s", size).isLessThan(1e-4);
    }
    Doubles other = trained(recipe("batchSize=8"), "classifier.0.weight");
    double apart = 0;
    for (int i = 0; i < whole.values().length; i++) {
      apart = Math.max(apart, Math.abs(whole.values()[i] - other.values()[i]));
    }
    assertThat(apart).isGreaterThan(1e-3);
  }

  @Test
  void noPartIsOfOneImageAloneWhereTwoCanShare() {
    assertThat(sizes(17, 16)).containsExactly(9, 8);
    assertThat(sizes(33, 16)).containsExactly(16, 9, 8);
    assertThat(sizes(34, 16)).containsExactly(16, 16, 2);
    assertThat(sizes(3, 2)).containsExactly(2, 1);
    assertThat(sizes(2, 1)).containsExactly(1, 1);
    assertThat(sizes(5, 0)).containsExactly(5);
  }

  private static List<Integer> sizes(int images, int most) {
    try (Scope scope = Scope.open()) {
      Tensor pixels = Tensor.zeros(images, 3, 2, 2);
      Tensor labels = Tensor.ofLongs(new long[images], images);
      Batch batch = new Batch(pixels, labels, new int[images], 2);
      return MicroBatch.of(batch, most).stream().map(part -> part.batch().size()).toList();
    }
  }

  @Test
  void aSingleValueAChannelIsRefusedByWhatWouldHelp() {
    try (BatchNorm2d norm = new BatchNorm2d(2);
        Scope scope = Scope.open()) {
      assertThatThrownBy(() -> norm.call(Tensor.zeros(1, 2, 1, 1)))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "batch norm has one value of each channel to train on ([1, 2, 1, 1]); take more"
                  + " images at once, or larger ones");
    }
  }

  @Test
  void aNetworkThatTakesOneSizeOnlyRefusesSmallerImages() {
    assertThatThrownBy(
            () ->
                TrainingRun.start(
                    recipe("progressive.startSize=6"),
                    data,
                    "small",
                    java.nio.file.Path.of("never-made"),
                    List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "`startSize` in `progressive` is 6, and model `article-minimal` takes images of 8 x 8"
                + " only; set it to 0, or choose a model that takes any size, such as speedrun");
  }
}
