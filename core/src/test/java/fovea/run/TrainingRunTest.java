package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Evaluator;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(120);

  private RunResult start(String run, Recipe recipe, TrainingListener... listeners) {
    return TrainingRun.start(recipe, data, "small", folder.resolve(run), List.of(listeners));
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void learnsAndWritesWhatTheContractNames() {
    RunResult result = start("run", SmallRecipe.with("epochs=8"));
    assertThat(result.testAccuracy()).isGreaterThan(0.9);
    assertThat(result.trainAccuracy()).isGreaterThan(0.9);
    assertThat(result.epochs()).isEqualTo(8);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    assertThat(run.result()).isEqualTo(result);
    assertThat(run.epochs().read()).hasSize(8);
    assertThat(run.environment().dataFingerprint()).isEqualTo(data.fingerprint());
    assertThat(run.recipe().model().arguments())
        .containsEntry("blocks", 1)
        .containsEntry("dropout", 0.5);
    assertThat(run.modelFile()).exists();
  }

  @Test
  void aRunRecordsTheEpochsThatItHasForItsImages() {
    Recipe recipe = SmallRecipe.with("epochs=2", "epochsFor=432");
    RunResult result = start("run", recipe);
    assertThat(result.epochs()).isEqualTo(4); // of 108 images, twice the root
    Recipe recorded = RunFolder.open(folder.resolve("run")).recipe();
    assertThat(recorded.epochs()).isEqualTo(4);
    assertThat(recorded.epochsFor()).isEqualTo(0);
  }

  @Test
  void theModelFileRepeatsTheTestAccuracy() {
    RunResult result = start("run", SmallRecipe.with());
    ModelFile.Loaded loaded = ModelFile.read(folder.resolve("run/model.safetensors"));
    try (Model model = loaded.model()) {
      Recipe recipe = SmallRecipe.with();
      Evaluation again =
          Evaluator.evaluate(model.network(), recipe.split(data).test(), recipe.execution());
      assertThat(again.accuracy()).isEqualTo(result.testAccuracy());
      assertThat(model.classes()).isEqualTo(SmallImages.CLASSES);
      assertThat(loaded.provenance()).containsEntry("fovea.data", data.fingerprint());
    }
  }

  @Test
  void aModelThatWasLostIsMadeAnewFromTheCheckpoint() throws IOException {
    RunResult result = start("run", SmallRecipe.with("epochs=2"));
    byte[] before = model("run");
    Path run = folder.resolve("run");
    Files.delete(run.resolve("model.safetensors"));
    assertThatThrownBy(() -> TrainedModel.open(run))
        .hasMessage(
            "%s: the run has ended, but its model.safetensors is missing; `fovea train --resume %s` writes it anew from the checkpoint",
            run, run);
    RunResult again = TrainingRun.resume(run, data, List.of());
    assertThat(again.testAccuracy()).isEqualTo(result.testAccuracy());
    assertThat(model("run")).isEqualTo(before);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameFile() throws IOException {
    String[] settings = {"microBatchSize=5", "model.arguments.dropout=0.5", "epochs=2"};
    RunResult alone = start("one", SmallRecipe.with(settings));
    RunResult several = start("three", SmallRecipe.with(settings).with("threads=3"));
    assertThat(model("three")).isEqualTo(model("one"));
    assertThat(several.testAccuracy()).isEqualTo(alone.testAccuracy());
    assertThat(RunFolder.open(folder.resolve("three")).recipe().threads()).isEqualTo(3);
  }

  @Test
  void theSameSeedGivesTheSameFileAndAnotherSeedAnother() throws IOException {
    RunResult first = start("one", SmallRecipe.with("seed=5"));
    RunResult second = start("two", SmallRecipe.with("seed=5"));
    RunResult third = start("three", SmallRecipe.with("seed=6"));
    assertThat(model("two")).isEqualTo(model("one"));
    assertThat(model("three")).isNotEqualTo(model("one"));
    assertThat(List.of(first.epochs(), second.epochs(), third.epochs())).containsOnly(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer.name=sgd",
        "optimizer.name=adamw",
        "optimizer.name=muon,optimizer.headLearningRate=0.001,optimizer.biasLearningRate=0.001",
        "augment.alternatingFlip=true,augment.horizontalFlip=false",
        "augment.mixup.alpha=0.4,augment.cutmix.probability=0.5,microBatchSize=5",
        "microBatchSize=5",
        "averaging.decay=0.9",
        "skipping.share=0.4,skipping.from=0,skipping.until=0.8",
        "earlyStopping.patience=3"
      })
  void aRunInterruptedAmidAnEpochEndsInTheSameFile(String setting) throws IOException {
    requireSameAfterCut(SmallRecipe.with(setting.split(",")).with("epochs=3"), 2);
  }

  @Test
  void aRunInterruptedInItsFirstEpochEndsInTheSameFile() throws IOException {
    requireSameAfterCut(SmallRecipe.with("epochs=2", "averaging.decay=0.9"), 1);
  }

  private void requireSameAfterCut(Recipe recipe, int epoch) throws IOException {
    RunResult whole = start("whole", recipe);
    Path cut = folder.resolve("cut");
    assertThatThrownBy(() -> start("cut", recipe, cutIn(epoch, 2)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(cut.resolve("model.safetensors")).doesNotExist();
    RunResult resumed = TrainingRun.resume(cut, data, List.of());
    assertThat(model("cut")).isEqualTo(model("whole"));
    assertThat(resumed.testAccuracy()).isEqualTo(whole.testAccuracy());
    assertThat(resumed.chosenEpoch()).isEqualTo(whole.chosenEpoch());
    assertThat(RunFolder.open(cut).epochs().read()).hasSize(recipe.epochs());
  }

  @Test
  void aRunCutBetweenLogAndCheckpointIsResumedFromTheCheckpoint() throws IOException {
    RunResult whole = start("whole", SmallRecipe.with());
    TrainingListener afterLog =
        new TrainingListener() {
          @Override
          public Answer epoch(EpochRecord epoch) {
            if (epoch.epoch() == 3) {
              throw new IllegalStateException("cut");
            }
            return Answer.GO_ON;
          }
        };
    assertThatThrownBy(() -> start("run", SmallRecipe.with(), afterLog))
        .isInstanceOf(IllegalStateException.class);
    assertThat(RunFolder.open(folder.resolve("run")).epochs().read()).hasSize(3);
    RunResult resumed = TrainingRun.resume(folder.resolve("run"), data, List.of());
    assertThat(model("run")).isEqualTo(model("whole"));
    assertThat(resumed.testAccuracy()).isEqualTo(whole.testAccuracy());
  }

  @Test
  void aFinishedRunIsNotTrainedAgain() throws IOException {
    RunResult result = start("run", SmallRecipe.with());
    byte[] before = model("run");
    TrainingListener nothing = cutIn(1, 1);
    assertThat(TrainingRun.resume(folder.resolve("run"), data, List.of(nothing))).isEqualTo(result);
    assertThat(model("run")).isEqualTo(before);
  }

  @Test
  void otherDataThanTheRunBeganWithAreRefused() {
    assertThatThrownBy(() -> start("run", SmallRecipe.with(), cutIn(2, 1)))
        .isInstanceOf(IllegalStateException.class);
    DataSet other = SmallImages.dataSet(60);
    assertThatThrownBy(() -> TrainingRun.resume(folder.resolve("run"), other, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("Resume it with the same data");
  }

  @Test
  void anExistingFolderIsLeftAlone() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> start("run", SmallRecipe.with()))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("exists already");
    assertThat(run.resolve("mine.txt")).hasContent("mine");
    try (var files = Files.list(run)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aModelThatDoesNotFitTheDataLeavesNoFolder() {
    Recipe recipe = SmallRecipe.with("model.arguments.imageSize=16");
    assertThatThrownBy(() -> start("run", recipe))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("16 x 16");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aFrozenHeadThatIsToBeTrainedAloneLeavesNoFolder() {
    Recipe recipe =
        SmallRecipe.with("headEpochs=1", "groups=[{match: classifier.3.*, frozen: true}]");
    assertThatThrownBy(() -> start("run", recipe))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("`headEpochs` is 1, but the head, `classifier.3`, is frozen");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void withoutEarlyStoppingTheLastEpochIsChosenHoweverGoodTheOthersWere() {
    Recipe recipe = SmallRecipe.with("epochs=12", "schedule.name=constant", "validation=0.2");
    RunResult result = start("run", recipe);
    List<EpochRecord> epochs = RunFolder.open(folder.resolve("run")).epochs().read();
    double last = epochs.get(11).validationLoss();
    assertThat(epochs).anyMatch(epoch -> epoch.validationLoss() < last);
    assertThat(result.chosenEpoch()).isEqualTo(12);
  }

  @Test
  void aShiftThatReflectionCannotFillLeavesNoFolder() {
    assertThatThrownBy(() -> start("run", SmallRecipe.with("augment.shift=8")))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("can be reflected by at most 7");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aPlateauWithNothingToWatchIsRefused() {
    assertThatThrownBy(
            () -> start("run", SmallRecipe.with("schedule.name=plateau", "validation=0")))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "`name` in `schedule` is plateau, but without validation images there is nothing to"
                + " watch; set validation above 0, or choose another schedule");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void earlyStoppingWithNothingToWatchIsRefused() {
    assertThatThrownBy(
            () -> start("run", SmallRecipe.with("earlyStopping.patience=2", "validation=0")))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("nothing to watch");
    assertThatThrownBy(
            () ->
                start(
                    "run",
                    SmallRecipe.with("earlyStopping.patience=2", "earlyStopping.measure=robust")))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "`measure` in `earlyStopping` is robust, but `images` in `robustness` is 0, so no image"
                + " is attacked; set it to a few hundred, or measure to loss or accuracy");
  }

  @Test
  void twoTrainersInOneFolderAreRefused() throws IOException {
    TrainingListener meanwhile =
        new TrainingListener() {
          @Override
          public Answer epoch(EpochRecord epoch) {
            assertThatThrownBy(() -> TrainingRun.resume(folder.resolve("run"), data, List.of()))
                .isInstanceOf(FoveaException.class)
                .hasMessageContaining("another process is training in it");
            return Answer.GO_ON;
          }
        };
    assertThat(start("run", SmallRecipe.with("epochs=1"), meanwhile).epochs()).isEqualTo(1);
  }

  @Test
  void aRecipeChangedBeforeResumingIsRefused() throws IOException {
    assertThatThrownBy(() -> start("run", SmallRecipe.with(), cutIn(2, 1)))
        .isInstanceOf(IllegalStateException.class);
    Path recipe = folder.resolve("run/recipe.yaml");
    Files.writeString(recipe, Files.readString(recipe).replace("degrees: 10", "degrees: 20"));
    assertThatThrownBy(() -> TrainingRun.resume(folder.resolve("run"), data, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("was changed after the run began");
  }

  @Test
  void whatAKilledProcessWasWritingIsClearedAway() throws IOException {
    assertThatThrownBy(() -> start("run", SmallRecipe.with(), cutIn(2, 1)))
        .isInstanceOf(IllegalStateException.class);
    Path leftover = folder.resolve("run/checkpoint/.state.safetensors.tmp999999999");
    Files.writeString(leftover, "half");
    RunResult unused = TrainingRun.resume(folder.resolve("run"), data, List.of());
    assertThat(leftover).doesNotExist();
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunWithAdvice() {
    Recipe recipe = SmallRecipe.with("optimizer.learningRate=1000", "precision=float32");
    assertThatThrownBy(() -> start("run", recipe))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("lower optimizer.learningRate");
  }

  @Test
  void earlyStoppingEndsTheRunAndKeepsTheBestWeights() {
    Recipe recipe =
        SmallRecipe.with(
            "epochs=40", "earlyStopping.patience=2", "schedule.name=constant", "validation=0.2");
    RunResult result = start("run", recipe);
    List<EpochRecord> epochs = RunFolder.open(folder.resolve("run")).epochs().read();
    assertThat(result.epochs()).isLessThan(40).isEqualTo(epochs.size());
    assertThat(result.chosenEpoch()).isEqualTo(result.epochs() - 2);
    assertThat(result.validationAccuracy())
        .isEqualTo(epochs.get(result.chosenEpoch() - 1).validationAccuracy());
  }

  @Test
  void validationOfZeroTrainsOnAllImagesWithoutValidationFigures() {
    RunResult result = start("run", SmallRecipe.with("validation=0"));
    assertThat(result.validationAccuracy()).isNull();
    assertThat(RunFolder.open(folder.resolve("run")).epochs().read())
        .hasSize(4)
        .allSatisfy(epoch -> assertThat(epoch.validationLoss()).isNull());
  }

  @Test
  void aRunLeavesNoTensorAlive() {
    long before = LiveTensors.count();
    RunResult result =
        start("run", SmallRecipe.with("averaging.decay=0.9", "earlyStopping.patience=2"));
    assertThat(result.epochs()).isBetween(3, 4);
    assertThat(LiveTensors.count()).isEqualTo(before);
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
