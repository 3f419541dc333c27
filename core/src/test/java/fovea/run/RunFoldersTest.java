package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
  @TempDir Path folder;

  private Path run(String name) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(run.resolve("recipe.yaml"), "epochs: 1\n");
    return run;
  }

  @Test
  void runsAreFoundInFoldersOfFoldersInTheOrderOfTheirPaths() throws IOException {
    Path deep = run("rates/high/seed-2");
    Path first = run("a");
    Path other = run("rates/high/seed-1");
    Path inside = run("a/tensorboard");
    Path hidden = run(".cache/run");
    assertThat(RunFolders.in(folder))
        .containsExactly(first, other, deep)
        .doesNotContain(inside, hidden);
    assertThat(RunFolders.in(first)).containsExactly(first);
  }

  @Test
  void theTrialsOfASearchAreFoundOnlyWhereItIsNamed() throws IOException {
    Path trial = run("tuned/trials/0000");
    Path search = folder.resolve("tuned");
    Files.writeString(search.resolve("trials.db"), "");
    assertThat(RunFolders.in(folder)).isEmpty();
    assertThat(RunFolders.in(search)).containsExactly(trial);
  }

  @Test
  void whatIsNoFolderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> RunFolders.in(file))
        .isInstanceOf(FoveaException.class)
        .hasMessage(file + ": not a folder, expected a folder with runs in it");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> RunFolders.in(missing))
        .isInstanceOf(FoveaException.class)
        .hasMessage(missing + ": no such folder, expected a folder with runs in it");
  }
}
