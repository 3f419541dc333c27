package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void ctrlCEndsARunWith130AndSaysHowToGoOn() throws Exception {
    Path data = TinyImages.in(folder);
    Path recipe =
        Files.writeString(
            folder.resolve("long.yaml"), TinyImages.RECIPE.replace("epochs: 3", "epochs: 100000"));
    Path run = folder.resolve("run");
    Path err = folder.resolve("err");
    Process process =
        ForkedFovea.of("train", "--data", data, "--recipe", recipe, "--out", run)
            .redirectError(err.toFile())
            .start();
    try {
      waitForEpochs(5, run, process);
      int unused = new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(Files.readAllLines(err))
          .last()
          .isEqualTo("fovea: interrupted; go on with `fovea train --resume " + run + "`.");
    } finally {
      process.destroyForcibly();
    }
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
