package fovea.serve.runs;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a run while it writes. */
class RunStateTest {
  @TempDir Path folder;

  /** As a training writes its checkpoints aside and moves them. */
  @Test
  @Timeout(60)
  void filesThatComeAndGoDoNotStopATraining() throws Exception {
    Files.writeString(folder.resolve("recipe.yaml"), Recipe.builtIn("demo").toYaml());
    AtomicBoolean over = new AtomicBoolean();
    Thread writing = new Thread(() -> comeAndGo(folder, over));
    writing.start();
    try {
      for (int i = 0; i < 2000; i++) {
        assertThat(RunState.of(folder).state()).as("look %d", i).isEqualTo(RunState.TRAINING);
      }
    } finally {
      over.set(true);
      writing.join();
    }
  }

  private static void comeAndGo(Path folder, AtomicBoolean over) {
    try {
      while (!over.get()) {
        Path aside = Files.createDirectory(folder.resolve("aside"));
        Path file = Files.createFile(aside.resolve("file"));
        Files.delete(file);
        Files.delete(aside);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
