package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On file systems in memory; skipped where this process may not mount one. */
class FullDiskTest {
  @TempDir Path folder;

  @Test
  void aRunThatWouldNotFitIsRefusedBeforeItBegins() throws Exception {
    Path disk = mounted("1m");
    try {
      Path run = disk.resolve("runs/first");
      train(run).refused(1).startsWith("fovea: " + run + ": the disk has ");
      assertThat(disk).isEmptyDirectory();
    } finally {
      run("umount", disk.toString());
    }
  }

  private Outcome train(Path run) throws IOException {
    return Outcome.of(
        "train",
        "--data",
        TinyImages.in(folder),
        "--recipe",
        TinyImages.recipe(folder),
        "--out",
        run);
  }

  private Path mounted(String size) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()) == 0,
        "mounting a tmpfs isn't permitted here");
    return disk;
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
