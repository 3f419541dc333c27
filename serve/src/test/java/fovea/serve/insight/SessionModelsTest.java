package fovea.serve.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.serve.TinyModels;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import fovea.serve.model.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made while the service runs lies on the disk as long as it is served, and no longer. */
class SessionModelsTest {
  @TempDir Path folder;
  private final TemporaryFolder temporary = new TemporaryFolder();
  private ServedModels models;
  private SessionModels made;

  @BeforeEach
  void serve() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    models = new ServedModels(List.of(ModelSource.of(file)), 1, notice -> {}, (name, served) -> {});
    models.load();
    made = new SessionModels(models, temporary);
  }

  @AfterEach
  void close() {
    models.close();
    temporary.close();
  }

  /** But for the lock, which stays with the folder. */
  private List<Path> onDisk() throws IOException {
    Path all = temporary.path();
    try (Stream<Path> files = Files.walk(all)) {
      return files.filter(file -> !file.equals(all) && !file.endsWith(".lock")).toList();
    }
  }

  @Test
  void oneThatIsRemovedLeavesNoFiles() throws IOException {
    ModelVersion.Lease served = made.add("more", file -> TinyModels.write(file, 2));
    assertThat(onDisk()).contains(served.version().trained().file());
    served.close();
    made.remove("more");
    assertThat(onDisk()).isEmpty();
    assertThat(models.names()).containsExactly("tiny");
    assertThatThrownBy(() -> made.remove("more"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("unknown_model"));
  }

  @Test
  void oneThatCanNotBeServedLeavesNoFiles() throws IOException {
    assertThatThrownBy(
            () ->
                made.add(
                    "broken",
                    file -> {
                      try {
                        Files.writeString(file, "no model");
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }))
        .isInstanceOf(FoveaException.class);
    assertThat(onDisk()).isEmpty();
    assertThat(models.names()).containsExactly("tiny");
  }

  @Test
  void whatFailsIsToldThoughItsFolderWasClearedAway() throws IOException {
    IllegalStateException failure = new IllegalStateException("it can't be learnt");
    assertThatThrownBy(
            () ->
                made.add(
                    "lost",
                    file -> {
                      TemporaryFolder.remove(Objects.requireNonNull(file.getParent()));
                      throw failure;
                    }))
        .isSameAs(failure);
    TemporaryFolder.remove(temporary.path());
    temporary.close();
  }

  @Test
  void whatWasThereFromTheStartIsNotRemoved() {
    assertThatThrownBy(() -> made.remove("tiny"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("wrong_method"));
    assertThat(folder.resolve("tiny.safetensors")).exists();
  }
}
