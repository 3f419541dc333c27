package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In processes of their own, since these tests end them. */
@Tag("slow")
@Timeout(300)
class KilledRunTest {
  @TempDir Path folder;

  @Test
  void aRunKilledTwiceEndsWithTheBytesItWouldHaveHad() throws Exception {
    Path data = TinyImages.in(folder);
    Path recipe =
        Files.writeString(
            folder.resolve("long.yaml"), TinyImages.RECIPE.replace("epochs: 3", "epochs: 120"));
    Path whole = folder.resolve("whole");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", whole).succeeds();

    Path cut = folder.resolve("cut");
    killAfter(10, cut, "train", "--data", data, "--recipe", recipe, "--out", cut);
    killAfter(40, cut, "train", "--resume", cut);
    Outcome.of("train", "--resume", cut).succeeds();
    assertThat(cut.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(cut.resolve("epochs.jsonl")).content().hasLineCount(120);
  }

  /** An epoch is longer than the time between two kills, so that most are amid one. */
  @Test
  void aRunKilledAtRandomMomentsEndsWithTheBytesItWouldHaveHad() throws Exception {
    Path data = TinyImages.in(folder);
    Path recipe = recipe("epochs: 400", "averaging: {decay: 0.9}\nskipping: {share: 0.3}\n");
    Path whole = folder.resolve("whole");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", whole).succeeds();

    Path cut = folder.resolve("cut");
    Object[] command = {"train", "--data", data, "--recipe", recipe, "--out", cut};
    SplittableRandom random = new SplittableRandom(5);
    int amidAnEpoch = 0;
    for (int kill = 0; kill < 6; kill++) {
      killAfter(Duration.ofMillis(random.nextLong(200)), cut, command);
      command = new Object[] {"train", "--resume", cut};
      amidAnEpoch += standsAmidAnEpoch(cut) ? 1 : 0;
    }
    assertThat(amidAnEpoch).isPositive();
    Outcome.of("train", "--resume", cut).succeeds();
    assertThat(cut.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(cut.resolve("epochs.jsonl")).content().hasLineCount(400);
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "HUP,129"})
  void aSignalEndsARunAfterItsStepAndSaysHowToGoOn(String signal, int exit) throws Exception {
    Path data = TinyImages.in(folder);
    Path recipe = recipe("epochs: 100000", "");
    Path run = folder.resolve("run");
    Path err = folder.resolve("err");
    Process process =
        ForkedFovea.of("train", "--data", data, "--recipe", recipe, "--out", run)
            .redirectError(err.toFile())
            .start();
    try {
      waitForEpochs(5, run, process);
      kill(signal, process);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(exit);
      assertThat(Files.readAllLines(err).get(Files.readAllLines(err).size() - 1))
          .matches(
              "fovea: interrupted at epoch \\d+, step \\d+; go on with `fovea train --resume "
                  + run
                  + "`\\.");
      assertThat(run.resolve("checkpoint/state.safetensors")).exists();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Whoever presses Ctrl-C twice doesn't want to wait. */
  @Test
  void aSecondSignalEndsARunAtOnceWhateverItDoes() throws Exception {
    Path data = TinyImages.in(folder);
    Path recipe = recipe("epochs: 100000", "");
    Path run = folder.resolve("run");
    Process process =
        ForkedFovea.of("train", "--data", data, "--recipe", recipe, "--out", run)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .directory(folder.toFile())
            .start();
    try {
      waitForEpochs(2, run, process);
      for (int i = 0; i < 50 && process.isAlive(); i++) {
        kill("INT", process);
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(folder).isDirectoryNotContaining("glob:**hs_err*");
    } finally {
      process.destroyForcibly();
    }
  }

  private Path recipe(String epochs, String more) throws IOException {
    return Files.writeString(
        folder.resolve("long.yaml"), TinyImages.RECIPE.replace("epochs: 3", epochs) + more);
  }

  private static void kill(String signal, Process process) throws Exception {
    int unused = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
  }

  private static boolean standsAmidAnEpoch(Path run) {
    return Safetensors.read(run.resolve("checkpoint/state.safetensors"))
        .metadata()
        .containsKey("underWay");
  }

  /** Lets a run write checkpoints for some time, and kills it. */
  private static void killAfter(Duration time, Path run, Object... command) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--checkpoint-every", "0.01s"));
    Path checkpoint = run.resolve("checkpoint/state.safetensors");
    FileTime before =
        Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint) : FileTime.fromMillis(0);
    Process process =
        ForkedFovea.of(arguments.toArray())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (process.isAlive()
          && (!Files.exists(checkpoint) || Files.getLastModifiedTime(checkpoint).equals(before))) {
        Thread.sleep(1);
      }
      Thread.sleep(time.toMillis());
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.resolve("result.json")).doesNotExist();
  }

  private static void killAfter(int epochs, Path run, Object... command) throws Exception {
    Process process =
        ForkedFovea.of(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      waitForEpochs(epochs, run, process);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.resolve("result.json")).doesNotExist();
  }

  private static void waitForEpochs(int epochs, Path run, Process process) throws Exception {
    Path log = run.resolve("epochs.jsonl");
    while (process.isAlive() && (!Files.exists(log) || Files.readAllLines(log).size() < epochs)) {
      Thread.sleep(20);
    }
  }
}
