package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test pictures of several models that are served. */
class ServedDataTest {
  @TempDir Path folder;

  private Path model(int side, int seed) {
    Path file = folder.resolve(side + "-" + seed + ".safetensors");
    try (Model random =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", side), TinyImages.CLASSES, Rng.seeded(seed))) {
      ModelFile.write(file, random, Map.of());
    }
    return file;
  }

  @Test
  void modelsOfOneSizeShareWhatWasReadOnce() throws IOException {
    Path data = TinyImages.in(folder);
    PrintStream stream = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    ServedData served = new ServedData(new Console(stream, stream, 0, false), data.toString());
    try (TrainedModel first = TrainedModel.open(model(8, 1));
        TrainedModel second = TrainedModel.open(model(8, 2));
        TrainedModel larger = TrainedModel.open(model(10, 1))) {
      assertThat(served.images(first).images().size()).isEqualTo(18);
      Files.move(data, folder.resolve("elsewhere"));
      assertThat(served.images(second).images().size()).isEqualTo(18);
      assertThatThrownBy(() -> served.images(larger)).isInstanceOf(FoveaException.class);
    }
  }
}
