package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ImageFolder;
import fovea.recipe.Recipe;
import fovea.run.TrainingRun;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  @TempDir Path folder;

  /** Ends a run after its second epoch was logged and before its checkpoint was written. */
  private static final class PowerCut implements TrainingListener {
    @Override
    public Answer epoch(EpochRecord epoch) {
      if (epoch.epoch() == 2) {
        throw new IllegalStateException("power cut");
      }
      return Answer.GO_ON;
    }
  }

  @Test
  void aRunThatWasInterruptedEndsAsItWouldHave() throws IOException {
    Path data = TinyImages.in(folder);
    Path recipe = TinyImages.recipe(folder);
    Path whole = folder.resolve("whole");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", whole).succeeds();

    Path cut = cut(data);
    assertThat(cut.resolve("epochs.jsonl")).content().hasLineCount(2);
    Outcome.of("evaluate", cut, "--data", data)
        .refused(1)
        .contains("the run hasn't ended", "fovea train --resume " + cut);

    Outcome resumed = Outcome.of("train", "--resume", cut).succeeds();
    assertThat(resumed.err()).contains("Going on with epoch 2 of 3.");
    assertThat(cut.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(losses(cut)).isEqualTo(losses(whole)).hasSize(3);
    assertThat(cut.resolve("curves.svg")).hasSameTextualContentAs(whole.resolve("curves.svg"));
  }

  @Test
  void dataThatMovedAreNamedWithTheWayToSayWhereTheyAre() throws IOException {
    Path data = TinyImages.in(folder);
    Path cut = cut(data);
    Path moved = Files.move(data, folder.resolve("elsewhere"));
    Outcome.of("train", "--resume", cut)
        .refused(1)
        .contains(
            cut + ": began with the data in " + data + ", which is no longer there",
            "fovea train --resume " + cut + " --data FOLDER");
    Outcome.of("train", "--resume", cut, "--data", moved).succeeds();
    assertThat(cut.resolve("model.safetensors")).isNotEmptyFile();
  }

  @Test
  void otherDataThanTheRunBeganWithAreRefused() throws IOException {
    Path data = TinyImages.in(folder);
    Path cut = cut(data);
    Files.delete(data.resolve("train/red/1.png"));
    Outcome.of("train", "--resume", cut)
        .refused(1)
        .contains(
            "began with data of fingerprint",
            "Resume it with the same data; --data FOLDER says where");
  }

  /** A run that stands in its second epoch. */
  private Path cut(Path data) throws IOException {
    Path cut = folder.resolve("cut");
    Recipe recipe = Recipe.read(TinyImages.recipe(folder));
    assertThatThrownBy(
            () ->
                TrainingRun.start(
                    recipe,
                    ImageFolder.read(data, 8, 8).data(),
                    data.toString(),
                    cut,
                    List.of(new PowerCut())))
        .hasMessage("power cut");
    return cut;
  }

  private static List<String> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("epochs.jsonl")).stream()
        .map(line -> line.replaceFirst(",\"seconds\".*", ""))
        .toList();
  }
}
