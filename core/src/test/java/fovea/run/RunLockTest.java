package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.recipe.SmallRecipe;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class RunLockTest {
  @TempDir Path folder;

  /** Another process: says whether it gets the lock. */
  public static void main(String[] folder) {
    try (RunLock held = RunLock.hold(RunFolder.open(Path.of(folder[0])))) {
      System.out.println("held");
    } catch (FoveaException e) {
      System.out.println(e.getMessage());
    }
  }

  @Test
  void whoIsRefusedInTheSameProcessDoesNotFreeTheFolder() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    run.write(SmallRecipe.with());
    String refusal =
        run.path() + ": another process is training in it; wait for it to end, or stop it";
    try (RunLock held = RunLock.hold(run)) {
      assertThatThrownBy(() -> RunLock.hold(run))
          .isInstanceOf(FoveaException.class)
          .hasMessage(refusal)
          .hasCauseInstanceOf(IOException.class);
      assertThat(another(run)).isEqualTo(refusal);
    }
    assertThat(another(run)).isEqualTo("held");
  }

  private static String another(RunFolder run) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunLockTest.class.getName(),
                run.path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return process.inputReader().readLine();
  }
}
