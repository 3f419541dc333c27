package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.LiveTensors;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
  private static final List<String> CLASSES = List.of("cat", "Hündin");

  @TempDir Path folder;
  private Path file;
  private Model model;

  @BeforeEach
  void write() {
    file = folder.resolve("model.safetensors");
    model =
        Models.create("cifar10-cnn", Map.of("imageSize", 8, "blocks", 1), CLASSES, Rng.seeded(1));
    ModelFile.write(file, model, Map.of("fovea.version", "test"));
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void givesBackTheSameNetworkClassesAndProvenance() {
    model.network().eval();
    ModelFile.Loaded loaded = ModelFile.read(file);
    try (Model read = loaded.model();
        Scope scope = Scope.open()) {
      assertThat(read.name()).isEqualTo("cifar10-cnn");
      assertThat(read.arguments()).isEqualTo(model.arguments());
      assertThat(read.classes()).isEqualTo(CLASSES);
      assertThat(read.input()).isEqualTo(Shape.of(3, 8, 8));
      assertThat(loaded.provenance()).containsExactlyEntriesOf(Map.of("fovea.version", "test"));
      Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(2), Shape.of(4, 3, 8, 8));
      assertThat(read.network().call(images).toFloats())
          .isEqualTo(model.network().call(images).toFloats());
    }
  }

  @Test
  void holdsPyTorchsNamesTheNormalisationAndTheContractsMetadata() {
    StoredTensors stored = Safetensors.read(file);
    assertThat(stored.tensors().keySet())
        .containsExactly(
            "normalize.mean",
            "normalize.std",
            "features.0.weight",
            "features.0.bias",
            "features.3.weight",
            "features.4.weight",
            "features.4.bias",
            "features.4.running_mean",
            "features.4.running_var",
            "features.4.num_batches_tracked",
            "classifier.0.weight",
            "classifier.0.bias",
            "classifier.3.weight",
            "classifier.3.bias");
    assertThat(stored.metadata())
        .containsEntry("fovea.format", "1")
        .containsEntry(
            "fovea.model",
            "{\"name\":\"cifar10-cnn\",\"arguments\":{\"imageSize\":8,\"blocks\":1,\"dropout\":0.5}}")
        .containsEntry("fovea.classes", "[\"cat\",\"Hündin\"]")
        .containsEntry("fovea.input", "{\"channels\":3,\"height\":8,\"width\":8}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "fovea.format | 2 | is of format `2`, this Fovea reads format 1",
        "fovea.format | | has no `fovea.format` in its metadata",
        "fovea.model | | has no `fovea.model` in its metadata",
        "fovea.model | {} | `fovea.model` in its metadata is not as expected",
        "fovea.model | null | `fovea.model` in its metadata is null",
        "fovea.model | not JSON | `fovea.model` in its metadata is not as expected",
        "fovea.model | {\"name\":\"cifar9-cnn\",\"arguments\":{}} | Did you mean `cifar10-cnn`?",
        "fovea.model | {\"name\":\"cifar10-cnn\",\"arguments\":{\"blocks\":99}} | 99, expected",
        "fovea.model | {\"name\":\"cifar10-cnn\",\"arguments\":{\"x\":1}} | no argument `x`",
        "fovea.model | {\"name\":\"cifar10-cnn\",\"arguments\":{\"imageSize\":4096}} | 4096",
        "fovea.classes | [\"one\"] | at least two classes",
        "fovea.classes | [\"cat\",null] | names a class null",
        "fovea.classes | {\"a\":1} | `fovea.classes` in its metadata is not as expected",
        "fovea.input | {\"channels\":3,\"height\":9,\"width\":8} | takes Input[channels=3, height=8"
      })
  void refusesMetadataThatDescribesNoModel(String key, String value, String complaint) {
    StoredTensors stored = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(stored.metadata());
    metadata.remove(key);
    if (value != null) {
      metadata.put(key, value);
    }
    Safetensors.write(file, new StoredTensors(stored.tensors(), metadata));
    refused(complaint);
  }

  @Test
  void refusesTensorsThatDoNotFitTheNetwork() {
    changed(tensors -> tensors.remove("features.0.bias"));
    refused("missing: features.0.bias");
    changed(tensors -> put(tensors, "features.0.extra", 64));
    refused("unexpected: features.0.extra");
    changed(tensors -> put(tensors, "features.0.bias", 65));
    refused("`features.0.bias` has shape [65], expected [64]");
  }

  @Test
  void aSmallFileThatNamesALargeNetworkTakesNoMemoryForIt() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident memory is read from /proc");
    StoredTensors stored = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(stored.metadata());
    metadata.put("fovea.model", "{\"name\":\"cifar10-cnn\",\"arguments\":{\"imageSize\":128}}");
    metadata.put("fovea.input", "{\"channels\":3,\"height\":128,\"width\":128}");
    Safetensors.write(file, new StoredTensors(Map.of(), metadata));
    long before = resident();
    refused("missing: ");
    assertThat(resident() - before)
        .as("kB of 537,000 that the weights would take")
        .isLessThan(100_000);
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private void changed(Consumer<Map<String, StoredTensor>> change) {
    ModelFile.write(file, model, Map.of());
    StoredTensors stored = Safetensors.read(file);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(stored.tensors());
    change.accept(tensors);
    Safetensors.write(file, new StoredTensors(tensors, stored.metadata()));
  }

  private static void put(Map<String, StoredTensor> tensors, String name, long size) {
    try (Scope scope = Scope.open()) {
      tensors.put(name, StoredTensor.of(Tensor.zeros(size)));
    }
  }

  /** One sentence that names the file, and no tensor left of the half-made model. */
  private void refused(String complaint) {
    long before = LiveTensors.count();
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(complaint)
        .message()
        .doesNotContain("\n");
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
