package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Summary;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeTrialTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  /** All recipes here divide them alike. */
  private static final DividedData DIVIDED = SmallRecipe.with().divide(DATA);

  @TempDir Path folder;

  private static RunTime measured(Recipe recipe) {
    return TimeTrial.measure(recipe, DIVIDED);
  }

  /** That one takes less than this share of the other; both are timed up to three times. */
  private static void assertShare(Recipe one, Recipe other, double most) {
    double share = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 3 && share >= most; i++) {
      share = measured(one).training() / measured(other).training();
    }
    assertThat(share).isLessThan(most);
  }

  private byte[] model(String run, Recipe recipe) throws IOException {
    long before = System.nanoTime();
    double seconds =
        TrainingRun.start(recipe, DATA, "small", folder.resolve(run), List.of()).seconds();
    assertThat(seconds).isLessThan((System.nanoTime() - before) / 1e9);
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void aTrialCountsWhatTheRunWillDo() {
    RunTime time = measured(SmallRecipe.with("epochs=5"));
    assertThat(time.epochs()).isEqualTo(5);
    assertThat(time.stepsPerEpoch()).isEqualTo(6); // 108 of the 120 images, in batches of 16
    assertThat(time.secondsPerStep()).isBetween(1e-6, 5.0);
    assertThat(time.training()).isCloseTo(30 * time.secondsPerStep(), within(1e-9));
    assertThat(time.judging() / time.validating())
        .isCloseTo((108 + 12 + 30) / (5.0 * 12), within(1e-9));
  }

  @Test
  void aTrialWithSomeOfTheImagesNeedsNotTheGroupsOfAll() throws IOException {
    ImageSet train = DIVIDED.splits().train().images();
    Path groups = folder.resolve("groups.csv");
    StringBuilder text = new StringBuilder("file,light\n");
    for (int i = 0; i < train.size(); i++) {
      text.append(train.name(i)).append(i % 2 == 0 ? ",day\n" : ",night\n");
    }
    Files.writeString(groups, text);
    assertThat(
            measured(SmallRecipe.with("objective.name=group-dro", "imageGroups=" + groups))
                .secondsPerStep())
        .isPositive();
  }

  @Test
  void epochsThatLeaveImagesOutHaveFewerSteps() {
    Recipe recipe =
        SmallRecipe.with("epochs=4", "skipping.share=0.5", "skipping.from=0", "skipping.until=1");
    RunTime time = measured(recipe);
    assertThat(time.secondsPerStep() * 24 / time.training()).isCloseTo(1, within(1e-9));
    assertThat(time.stepsPerEpoch()).isEqualTo(6);
  }

  @Test
  void aTrialChangesNoByteOfTheRunAfterIt() throws IOException {
    Recipe recipe = SmallRecipe.with("epochs=2", "model.arguments.dropout=0.5", "threads=2");
    byte[] without = model("without", recipe);
    RunTime unused = measured(recipe.with("microBatchSize=4"));
    assertThat(model("after", recipe)).isEqualTo(without);
  }

  @Test
  void imagesThatGrowAreTimedAtBothEnds() {
    Recipe recipe =
        SmallRecipe.with(
            "model.name=resnet20",
            "model.arguments.imageSize=32",
            "progressive.startSize=16",
            "progressive.share=1",
            "progressive.stride=16");
    assertShare(recipe, recipe.with("progressive.startSize=0"), 1);
  }

  @Test
  void epochsOfTheHeadAloneAreTimedAsSuch() {
    Recipe recipe =
        SmallRecipe.with("epochs=4", "model.name=resnet20", "model.arguments.imageSize=32");
    assertShare(recipe.with("headEpochs=4"), recipe, 0.8); // a third and the head's own
  }

  /** A trial has no validation images. */
  @Test
  void aRunThatWatchesValidationImagesIsTimedToo() {
    Recipe recipe = SmallRecipe.with("schedule.name=plateau", "earlyStopping.patience=2");
    assertThat(measured(recipe).secondsPerStep()).isPositive();
  }

  @Test
  void aRunOfSecondsIsNotTimed() {
    assertThat(TimeTrial.of(SmallRecipe.with(), DIVIDED)).isEmpty();
    assertThat(TimeTrial.of(SmallRecipe.with("epochs=100000"), DIVIDED)).isPresent();
  }

  @Test
  void theStepsOfAttacksAreWorkLikeOthers() {
    Recipe plain = SmallRecipe.with("epochs=1");
    try (Model model =
        Models.create(
            plain.model().name(), plain.model().arguments(), DATA.classes(), Rng.seeded(1))) {
      double epoch = 6.0 * Summary.of(model.network(), model.input()).macs() * 108;
      int epochs = (int) (0.7 * 500e9 / epoch);
      assertThat(TimeTrial.of(plain.with("epochs=" + epochs), DIVIDED)).isEmpty();
      assertThat(TimeTrial.of(plain.with("epochs=" + epochs, "objective.name=n-fgsm"), DIVIDED))
          .isPresent();
    }
  }

  @Test
  void theStepsOfAttacksAreTimed() {
    Recipe plain = SmallRecipe.with("model.arguments.blocks=3", "batchSize=96");
    Recipe hardened = plain.with("objective.name=pgd", "objective.steps=20");
    assertShare(plain, hardened, 1.0 / 3);
  }

  /** 12 images are held out, of which all are watched. */
  @Test
  void watchingWhatTheNetworkWithstandsIsPartOfValidating() {
    Recipe recipe = SmallRecipe.with("epochs=5", "robustness.images=500", "robustness.steps=10");
    RunTime time = measured(recipe);
    assertThat(time.judging() / time.validating())
        .isCloseTo((108 + 12 + 30) / (5.0 * (12 + 12 * 3 * 11)), within(1e-9));
    RunTime averaged = measured(recipe.with("averaging.decay=0.9"));
    assertThat(averaged.judging() / averaged.validating())
        .isCloseTo((108 + 12 + 30) / (5.0 * (12 + 12 * 3 * 21)), within(1e-9));
  }

  @Test
  void whatTheRunWillRefuseIsLeftToIt() {
    Recipe frozen = SmallRecipe.with("epochs=100000", "groups=[{match: '*', frozen: true}]");
    assertThat(TimeTrial.of(frozen, DIVIDED)).isEmpty();
    Recipe small = SmallRecipe.with("epochs=100000", "progressive.startSize=4");
    assertThat(TimeTrial.of(small, DIVIDED)).isEmpty();
  }

  @Test
  void epochsWithinATimeLeaveTimeForJudging() {
    RunTime time = new RunTime(4, 10, 40, 4, 20);
    assertThat(time.seconds()).isEqualTo(64);
    assertThat(time.secondsPerStep()).isEqualTo(1);
    assertThat(time.epochsWithin(64)).isEqualTo(4);
    assertThat(time.epochsWithin(63)).isEqualTo(3);
    assertThat(time.epochsWithin(10)).isZero();
    assertThat(time.with(8)).isEqualTo(new RunTime(8, 10, 80, 8, 20));
  }
}
