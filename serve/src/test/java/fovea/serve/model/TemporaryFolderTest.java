package fovea.serve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a service that was killed has left is removed by the next one, and nothing else. */
class TemporaryFolderTest {
  @Test
  void aFolderThatNobodyHoldsIsRemovedWithWhatIsInIt() throws IOException {
    Path left = Files.createTempDirectory("fovea-serve");
    Files.createFile(left.resolve(".lock"));
    Files.createFile(Files.createDirectory(left.resolve("model1")).resolve("model.safetensors"));
    TemporaryFolder.removeLeft();
    assertThat(left).doesNotExist();
  }

  @Test
  void aFolderThatIsInUseStaysUntilItIsClosed() throws IOException {
    Path used;
    try (TemporaryFolder folder = new TemporaryFolder()) {
      used = folder.path();
      Path file = Files.createFile(folder.fresh().resolve("model.safetensors"));
      TemporaryFolder.removeLeft();
      assertThat(file).exists();
    }
    assertThat(used).doesNotExist();
  }

  @Test
  void aFolderOfAnotherKindStays() throws IOException {
    Path other = Files.createTempDirectory("fovea-serve");
    try {
      TemporaryFolder.removeLeft();
      assertThat(other).exists();
    } finally {
      Files.delete(other);
    }
  }
}
