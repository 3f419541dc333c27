package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.HiddenTestImages;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.files.FileFailure;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.train.EpochRecord;
import fovea.train.EpochRecords;
import fovea.train.RobustAccuracy;
import fovea.train.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRunTest {
  @TempDir Path folder;

  private final Recipe recipe = SmallRecipe.with("epochs=3", "averaging.decay=0.9");

  private static List<List<?>> figures(List<EpochRecord> epochs) {
    return epochs.stream()
        .<List<?>>map(e -> List.of(e.trainLoss(), e.validationLoss(), e.validationAccuracy()))
        .toList();
  }

  @Test
  void aTrialInPartsHasTheEpochsOfAWholeRun() {
    DataSet data = SmallImages.dataSet(120);
    RunResult unused = TrainingRun.start(recipe, data, "small", folder.resolve("whole"), List.of());
    DividedData divided = recipe.divide(data);
    Path trial = folder.resolve("trial");
    TrialRun.Progress first = TrialRun.train(recipe, divided, "small", trial, 1, List.of());
    assertThat(first.epochs()).hasSize(1);
    assertThat(first.over()).isFalse();
    TrialRun.Progress all = TrialRun.train(recipe, divided, "small", trial, 3, List.of());
    assertThat(all.over()).isTrue();
    assertThat(figures(all.epochs()))
        .isEqualTo(figures(RunFolder.open(folder.resolve("whole")).epochs().read()));
    assertThat(trial.resolve("result.json")).doesNotExist();
    assertThat(trial.resolve("model.safetensors")).doesNotExist();
  }

  @Test
  void theTestImagesAreNeverLookedAt() {
    HiddenTestImages hidden = HiddenTestImages.of(120);
    DividedData divided = recipe.divide(hidden.data());
    hidden.hide();
    TrialRun.Progress progress =
        TrialRun.train(recipe, divided, "small", folder.resolve("trial"), 3, List.of());
    assertThat(progress.over()).isTrue();
    // A run that is judged at its end does look at them.
    assertThatThrownBy(
            () ->
                TrainingRun.start(
                    recipe,
                    divided,
                    "small",
                    folder.resolve("run"),
                    List.of(),
                    TrainingRun.CHECKPOINT_EVERY))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void groupsMayBeToldOfTestImagesToo() throws IOException {
    ImageSet train = SmallImages.dataSet(120).splits().train().images();
    ImageSet test =
        ImageSet.of(
            train.classes(),
            train.height(),
            train.width(),
            new byte[][] {train.pixels(0), train.pixels(1)},
            new int[] {train.label(0), train.label(1)},
            i -> "test " + i);
    DataSet data = DataSet.of("small", train, null, test);
    StringBuilder text = new StringBuilder("file,light\ntest 0,day\ntest 1,night\n");
    for (int i = 0; i < train.size(); i++) {
      text.append(train.name(i)).append(i % 2 == 0 ? ",day\n" : ",night\n");
    }
    Path csv = Files.writeString(folder.resolve("light.csv"), text);
    Recipe byLight = SmallRecipe.with("epochs=1", "objective.name=group-dro", "imageGroups=" + csv);
    TrialRun.Progress progress =
        TrialRun.train(
            byLight, byLight.divide(data), "small", folder.resolve("trial"), 1, List.of());
    assertThat(progress.epochs()).hasSize(1);
  }

  @Test
  void aFolderThatAKilledProcessLeftWithoutARecipeIsBegunInAgain() throws Exception {
    Path trial = Files.createDirectory(folder.resolve("trial"));
    Files.createFile(Files.createDirectory(trial.resolve("checkpoint")).resolve("lock"));
    DividedData divided = recipe.divide(SmallImages.dataSet(60));
    assertThat(TrialRun.train(recipe, divided, "small", trial, 1, List.of()).epochs()).hasSize(1);
    TrialRun.forgetCheckpoint(trial);
    assertThat(trial.resolve("checkpoint/state.safetensors")).doesNotExist();
  }

  @Test
  void aCheckpointThatCannotBeReadIsNoFaultOfTheRecipe() throws IOException {
    DividedData divided = recipe.divide(SmallImages.dataSet(60));
    Path trial = folder.resolve("trial");
    TrialRun.Progress unused = TrialRun.train(recipe, divided, "small", trial, 1, List.of());
    Files.writeString(trial.resolve("checkpoint/state.safetensors"), "as it wasn't");
    assertThatThrownBy(() -> TrialRun.train(recipe, divided, "small", trial, 2, List.of()))
        .isInstanceOfSatisfying(
            FoveaException.class, e -> assertThat(FileFailure.isBehind(e)).isTrue())
        .hasMessageStartingWith(trial + ": the trial can't go on from its checkpoint;");
  }

  @Test
  void aTrialEndsWithItsLastEpochOrWhereNothingIsBetterForLong() {
    Path trial = written(EpochRecords.losses(3, 1, 2, 2.5));
    Recipe patient = SmallRecipe.with("epochs=9", "earlyStopping.patience=2");
    assertThat(TrialRun.endsAfter(9, patient, trial)).isTrue();
    assertThat(TrialRun.endsAfter(3, patient, trial)).isFalse();
    assertThat(TrialRun.endsAfter(4, patient, trial)).isTrue();
    assertThat(TrialRun.endsAfter(5, patient, trial)).isFalse(); // nothing is known of the fifth
    assertThat(TrialRun.endsAfter(4, SmallRecipe.with("epochs=9"), trial)).isFalse();
    assertThat(TrialRun.endsAfter(4, patient, folder.resolve("none"))).isFalse();
  }

  @Test
  void aTrialEndsWithACollapseWhereTheRecipeSaysSo() {
    Path trial =
        written(
            List.of(
                EpochRecords.robust(1, 2, new RobustAccuracy(0.49, 0.44, 0.44)),
                EpochRecords.robust(2, 1, new RobustAccuracy(0.71, 0.03, 0.03))));
    Recipe attacked = SmallRecipe.with("objective.name=n-fgsm", "robustness.images=100");
    Recipe ends = attacked.with("robustness.onCollapse=stop");
    assertThat(TrialRun.endsAfter(1, ends, trial)).isFalse();
    assertThat(TrialRun.endsAfter(2, ends, trial)).isTrue();
    assertThat(TrialRun.endsAfter(2, ends.with("earlyStopping.patience=2"), trial)).isTrue();
    assertThat(TrialRun.endsAfter(2, attacked, trial)).isFalse();
  }

  /** The folder of a trial that has had these epochs. */
  private Path written(List<EpochRecord> epochs) {
    RunFolder run = RunFolder.create(folder.resolve("trial"));
    run.write(recipe);
    epochs.forEach(run.epochs()::append);
    return run.path();
  }

  @Test
  void aTrialLeavesNoTensorAlive() {
    DividedData divided = recipe.divide(SmallImages.dataSet(60));
    long before = LiveTensors.count();
    assertThat(
            TrialRun.train(recipe, divided, "small", folder.resolve("trial"), 1, List.of())
                .epochs())
        .hasSize(1);
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void mixupOfImagesOfOneClassIsRefused() {
    ImageSet images = SmallImages.draw(60, 1);
    int[] red = IntStream.range(0, 60).filter(i -> images.label(i) == 0).toArray();
    ImageSet one = images.select(red).withClasses(List.of("red"));
    DataSet data = DataSet.of("reds", one, null, one);
    for (String mixing : List.of("augment.mixup.alpha=0.4", "augment.cutmix.probability=0.5")) {
      assertThatThrownBy(
              () ->
                  TrainingRun.start(
                      SmallRecipe.with(mixing), data, "reds", folder.resolve("run"), List.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "reds: mixup and cutmix blend images of different classes, and all images are of one, red; add another class, or leave them out of `augment`");
    }
  }
}
