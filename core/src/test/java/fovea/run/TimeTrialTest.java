package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeTrialTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  @TempDir Path folder;

  private byte[] model(String run, Recipe recipe) throws IOException {
    long before = System.nanoTime();
    double seconds =
        TrainingRun.start(recipe, DATA, "small", folder.resolve(run), List.of()).seconds();
    assertThat(seconds).isLessThan((System.nanoTime() - before) / 1e9);
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void aTrialCountsWhatTheRunWillDo() {
    RunTime time = TimeTrial.measure(SmallRecipe.with("epochs=5"), DATA);
    assertThat(time.epochs()).isEqualTo(5);
    assertThat(time.stepsPerEpoch()).isEqualTo(6); // 108 of the 120 images, in batches of 16
    assertThat(time.secondsPerStep()).isBetween(1e-6, 5.0);
    assertThat(time.training()).isCloseTo(30 * time.secondsPerStep(), within(1e-9));
    assertThat(time.judging() / time.validating())
        .isCloseTo((108 + 12 + 30) / (5.0 * 12), within(1e-9));
  }

  @Test
  void epochsThatLeaveImagesOutHaveFewerSteps() {
    Recipe recipe =
        SmallRecipe.with("epochs=4", "skipping.share=0.5", "skipping.from=0", "skipping.until=1");
    RunTime time = TimeTrial.measure(recipe, DATA);
    assertThat(time.secondsPerStep() * 24 / time.training()).isCloseTo(1, within(1e-9));
    assertThat(time.stepsPerEpoch()).isEqualTo(6);
  }

  @Test
  void aTrialChangesNoByteOfTheRunAfterIt() throws IOException {
    Recipe recipe = SmallRecipe.with("epochs=2", "model.arguments.dropout=0.5", "threads=2");
    byte[] without = model("without", recipe);
    RunTime unused = TimeTrial.measure(recipe.with("microBatchSize=4"), DATA);
    assertThat(model("after", recipe)).isEqualTo(without);
  }

  @Test
  void imagesThatGrowAreTimedAtBothEnds() {
    Recipe recipe =
        SmallRecipe.with(
            "model.name=resnet18",
            "model.arguments.imageSize=32",
            "model.arguments.stem=cifar",
            "progressive.startSize=16",
            "progressive.share=1",
            "progressive.stride=16");
    double small = TimeTrial.measure(recipe, DATA).training();
    double large = TimeTrial.measure(recipe.with("progressive.startSize=0"), DATA).training();
    assertThat(small).isLessThan(large);
  }

  @Test
  void aRunOfSecondsIsNotTimed() {
    assertThat(TimeTrial.of(SmallRecipe.with(), DATA)).isEmpty();
    assertThat(TimeTrial.of(SmallRecipe.with("epochs=100000"), DATA)).isPresent();
  }

  @Test
  void whatTheRunWillRefuseIsLeftToIt() {
    Recipe frozen = SmallRecipe.with("epochs=100000", "groups=[{match: '*', frozen: true}]");
    assertThat(TimeTrial.of(frozen, DATA)).isEmpty();
    Recipe small = SmallRecipe.with("epochs=100000", "progressive.startSize=4");
    assertThat(TimeTrial.of(small, DATA)).isEmpty();
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
