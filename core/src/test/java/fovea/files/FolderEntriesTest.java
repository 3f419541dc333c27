package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderEntriesTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderIsPutOnTheDiskAndKeepsItsFiles(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "text");
    assertThat(FolderEntries.force(folder)).isTrue();
    assertThat(file).hasContent("text");
  }

  @Test
  void aFolderThatCantBeOpenedIsNoFailure(@TempDir Path folder) {
    assertThat(FolderEntries.force(folder.resolve("none"))).isFalse();
  }
}
