package fovea.serve.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.run.FeatureFile;
import fovea.serve.TinyModels;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import fovea.tensor.LiveTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudiedModelTest {
  @TempDir Path folder;

  @Test
  void oneThatLacksItsFeaturesIsNotLeftOpen() throws IOException {
    Path file = TinyModels.writeComparing(folder.resolve("tiny.safetensors"), 1);
    try (ServedModels models =
        new ServedModels(List.of(ModelSource.of(file)), 1, notice -> {}, (name, served) -> {})) {
      models.load();
      try (ModelVersion.Lease lease = models.lease("tiny", null)) {
        Files.delete(FeatureFile.beside(file));
        Files.delete(FeatureFile.beside(lease.version().file())); // of the copy, by now
        long before = LiveTensors.count();
        assertThatThrownBy(() -> StudiedModel.of(lease.version()))
            .isInstanceOf(FoveaException.class)
            .hasMessageContaining("no such file, by which the model tells unknown images");
        assertThat(LiveTensors.count()).isEqualTo(before);
      }
    }
  }
}
