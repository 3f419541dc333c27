package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Int8Report;
import fovea.evaluate.Outputs;
import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.Pixels;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.InputRange;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Threads;
import fovea.train.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedModelTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(120);

  private Path run(Recipe recipe) {
    Path run = folder.resolve("run");
    RunResult unused = TrainingRun.start(recipe, data, "small", run, List.of());
    return run;
  }

  @Test
  void aRunAndItsModelFileOpenAsTheSameModel() {
    Recipe recipe = SmallRecipe.with("threads=3");
    Path run = run(recipe);
    long before = LiveTensors.count();
    try (TrainedModel ofRun = TrainedModel.open(run);
        TrainedModel ofFile = TrainedModel.open(run.resolve("model.safetensors"))) {
      assertThat(ofRun.file()).isEqualTo(ofFile.file());
      assertThat(ofRun.execution())
          .isEqualTo(Execution.allCores(recipe.execution().precision()))
          .isEqualTo(ofFile.execution());
      assertThat(ofRun.wasTrainedOn(data)).isTrue();
      assertThat(ofRun.dataName()).contains("small");
      assertThat(predictions(ofRun)).isEqualTo(predictions(ofFile));
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private List<List<Prediction>> predictions(TrainedModel trained) {
    try (Predictor predictor = trained.predictor()) {
      return predictor.predict(List.of(new Pixels(8, 8, data.splits().test().images().pixels(0))));
    }
  }

  @Test
  void itsOutputsGiveTheAccuracyOfTheRun() {
    Recipe recipe = SmallRecipe.with();
    Path run = run(recipe);
    try (TrainedModel trained = TrainedModel.open(run)) {
      Evaluation evaluation =
          Evaluation.of(
              Outputs.of(
                  trained.model().network(), recipe.split(data).test(), trained.execution()));
      assertThat(evaluation.accuracy()).isEqualTo(RunFolder.open(run).result().testAccuracy());
    }
  }

  @Test
  void openingLeavesTheCallersThreadsAlone() {
    Path run = run(SmallRecipe.with("threads=3"));
    try (Threads.Block block = Threads.block(2);
        TrainedModel trained = TrainedModel.open(run)) {
      List<List<Prediction>> unused = predictions(trained);
      assertThat(Threads.count()).isEqualTo(2);
    }
  }

  @Test
  void aModelRunsInTheFormatThatItWasTrainedInWhereTheProcessorComputesWithThat() {
    Path run = run(SmallRecipe.with("precision=bfloat16"));
    try (TrainedModel trained = TrainedModel.open(run)) {
      assertThat(trained.execution().precision()).isEqualTo(Precision.fastest());
    }
  }

  @Test
  void aModelThatSaysNothingOfItsTrainingRunsTheFastestWay() {
    Path file = folder.resolve("model.safetensors");
    try (Model model =
        Models.create("cifar10-cnn", Map.of("imageSize", 8), SmallImages.CLASSES, Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    try (TrainedModel trained = TrainedModel.open(file)) {
      assertThat(trained.recipe()).isEmpty();
      assertThat(trained.execution()).isEqualTo(Execution.fastest());
      assertThat(trained.wasTrainedOn(data)).isFalse();
      assertThat(trained.dataName()).isEmpty();
    }
  }

  @Test
  void wholeNumbersOfOtherWeightsAreRefused() throws IOException {
    Files.writeString(folder.resolve("recipe.yaml"), SmallRecipe.with().toYaml());
    RunFolder run = RunFolder.open(folder);
    Path other = folder.resolve("other.safetensors");
    write(run.modelFile(), 1);
    write(other, 2);
    Map<String, InputRange> layers = Map.of("features.3", new InputRange(0, 1));
    Int8Report earlier = new Int8Report(9, "train", 9, "float32", 0.9, 0.9, layers, Map.of(), null);
    run.write(earlier);
    try (TrainedModel own = TrainedModel.open(folder);
        TrainedModel another = TrainedModel.open(other)) {
      assertThat(own.int8()).isEqualTo(earlier);
      assertThatThrownBy(another::int8)
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "%s: doesn't say of which weights it was made, so it counts for model.safetensors alone and not for %s; `fovea quantize %s` makes it anew, and notes them"
                  .formatted(run.int8File(), other, folder));
      run.write(earlier.ofWeights(another.weightsSha256()));
      assertThat(another.int8().layers()).isEqualTo(layers);
      assertThatThrownBy(own::int8)
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "%s: was made of other weights than %s; `fovea quantize %s` makes it anew of model.safetensors"
                  .formatted(run.int8File(), run.modelFile(), folder));
    }
  }

  private static void write(Path file, long seed) {
    try (Model model =
        Models.create(
            "cifar10-cnn",
            Map.of("imageSize", 8, "blocks", 1),
            SmallImages.CLASSES,
            Rng.seeded(seed))) {
      ModelFile.write(file, model, Map.of());
    }
  }

  @Test
  void whatIsNoRunAndNoModelIsNamed() throws IOException {
    assertThatThrownBy(() -> TrainedModel.open(folder.resolve("absent")))
        .isInstanceOf(FoveaException.class)
        .hasMessageEndingWith(
            "no such file or folder, expected the folder of a run or a model file");
    assertThatThrownBy(() -> TrainedModel.open(folder))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("not the folder of a run");
    Files.createDirectory(folder.resolve("unfinished"));
    Files.writeString(folder.resolve("unfinished/recipe.yaml"), SmallRecipe.with().toYaml());
    assertThatThrownBy(() -> TrainedModel.open(folder.resolve("unfinished")))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("the run hasn't ended, so it has no model yet");
  }
}
