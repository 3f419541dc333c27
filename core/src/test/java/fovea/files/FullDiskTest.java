package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 64 kB in memory; skipped where this process may not mount one. */
class FullDiskTest {
  @TempDir Path folder;

  @Test
  void aFullDiskIsNamedAndLeavesTheOldFileAlone() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()) == 0,
        "mounting a tmpfs isn't permitted here");
    try {
      Path file = folder.resolve("model.safetensors");
      AtomicFile.write(file, "old");
      assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(new byte[1 << 20])))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(file + ": the disk is full (No space left on device")
          .hasMessageEndingWith(" bytes free). Make room or choose a folder on another disk.");
      assertThat(file).hasContent("old");
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
    } finally {
      run("umount", folder.toString());
    }
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
