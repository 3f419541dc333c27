package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.Recipe;
import fovea.run.RunTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is fitted to a time. */
class TimePlanTest {
  @TempDir Path folder;

  @Test
  void whatFitsIsSaidAndRecorded() throws IOException {
    Path run = folder.resolve("run");
    Outcome outcome = trained("--out", run, "--budget", "1m60s").succeeds();
    assertThat(outcome.err())
        .contains(
            "In 2 minutes there is time for 6 epochs of cifar10-cnn at 8 pixels; the recipe has 3 of cifar10-cnn at 8 pixels.")
        .containsPattern("\nAbout \\d+ seconds?: 6 epochs of 3 steps at [-0-9.e]+ s, and ");
    assertThat(run.resolve("recipe.yaml")).content().contains("\nepochs: 6\n");
    assertThat(run.resolve("epochs.jsonl")).content().hasLineCount(6);
  }

  private Outcome trained(Object... options) throws IOException {
    Path recipe = TinyImages.recipe(folder);
    List<Object> all = new ArrayList<>(List.of("train", "--data", TinyImages.in(folder)));
    all.addAll(List.of("--recipe", recipe));
    all.addAll(List.of(options));
    return Outcome.of(all.toArray());
  }

  @Test
  void whatCantBeTrainedIsRefusedBeforeItIsTimed() throws IOException {
    trained("--set", "progressive.startSize=4", "--budget", "2m")
        .refusedAfterNotes(1)
        .contains("`startSize` in `progressive` is 4, and model `cifar10-cnn` takes images of 8");
  }

  @Test
  void aBudgetThatMakesNoSenseIsRefused() throws IOException {
    Path data = TinyImages.in(folder);
    Outcome.of("train", "--data", data, "--budget", "0m")
        .refused(2)
        .contains("--budget is no time at all, expected some, such as 20m");
    Outcome.of("train", "--data", data, "--budget", "5m", "--set", "epochs=3")
        .refused(2)
        .contains("--budget doesn't go with --set epochs");
    Outcome.of("train", "--resume", folder.resolve("run"), "--budget", "5m")
        .refused(2)
        .contains("--budget doesn't go with --resume");
    for (String none : new String[] {"20", "-5m", "soon"}) {
      Outcome.of("train", "--data", data, "--budget=" + none)
          .refused(2)
          .contains("`" + none + "` is no time, expected a number and its unit");
    }
  }

  @Test
  void ofSeveralSeedsTheTimeOfEachAndOfAllIsSaid() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    RunTime time = new RunTime(16, 100, 320, 30, 10);
    TimePlan.say(new Console(err, err, 0, false), Recipe.standard(), time, 5);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "About 6 minutes a seed, 30 minutes in all: 16 epochs of 100 steps at 0.20 s, and 40 seconds of judging.\n");
  }

  @Test
  void timesAreSaidRoughly() {
    assertThat(Text.roughly(0.2)).isEqualTo("1 second");
    assertThat(Text.roughly(89)).isEqualTo("89 seconds");
    assertThat(Text.roughly(100)).isEqualTo("2 minutes");
    assertThat(Text.roughly(5000)).isEqualTo("83 minutes");
    assertThat(Text.roughly(9000)).isEqualTo("2.5 hours");
  }
}
