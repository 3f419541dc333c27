package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedModelTest {
  @TempDir Path folder;

  @Test
  void changesThatSayNothingAreRefusedByTheFileTheyStandIn() {
    Path file = folder.resolve("model.safetensors");
    Path out = folder.resolve("changed.safetensors");
    try (Model model =
        Models.create(
            "cifar10-cnn",
            Map.of("imageSize", 8, "blocks", 1),
            List.of("cat", "dog"),
            Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of(ClassChange.KEY, "[null]"));
      try (TrainedModel trained = TrainedModel.open(file)) {
        assertThatThrownBy(
                () -> ChangedModel.write(out, model, trained, ClassChange.removed("fox"), null))
            .isInstanceOf(FoveaException.class)
            .hasMessage(
                file
                    + ", `fovea.classChanges` in its metadata: one of them is null, expected changes"
                    + " of classes");
      }
    }
    assertThat(out).doesNotExist();
  }
}
