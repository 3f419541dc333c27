package fovea.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.files.Sha256;
import fovea.io.ModelFile;
import fovea.io.Safetensors;
import fovea.io.WeightsFile;
import fovea.io.onnx.OnnxEvaluator;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Normalize;
import fovea.run.TrainedModel;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "hörse");

  private static final String TEMPERATURE =
      "{\"temperature\":1.5,\"images\":10,\"data\":\"fingerprint\"}";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("model.safetensors");
    write(0.5f);
  }

  private void write(float std) {
    try (Model model = Models.create("resnet20", Map.of("imageSize", 16), CLASSES, Rng.seeded(1))) {
      Normalize normalize = (Normalize) model.network().modules().get("normalize");
      normalize.set(new float[] {0.1f, 0.2f, 0.3f}, new float[] {std, 0.25f, 0.75f});
      ModelFile.write(
          file, model, Map.of("fovea.data", "fingerprint", "fovea.temperature", TEMPERATURE));
    }
  }

  private Export export(ExportFormat format, String name) {
    try (TrainedModel trained = TrainedModel.open(file)) {
      return Export.write(trained, format, false, folder.resolve(name));
    }
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void theFileIsDescribedAndANoteLiesBesideIt(ExportFormat format) throws IOException {
    long before = LiveTensors.count();
    Export export = export(format, "made" + format.extension());
    assertThat(LiveTensors.count()).isEqualTo(before);
    assertThat(export.bytes()).isEqualTo(Files.size(export.file()));
    assertThat(export.sha256()).isEqualTo(Sha256.ofFile(export.file()));
    assertThat(export.weights()).isEqualTo(Sha256.ofFile(file));
    assertThat(export.classes()).isEqualTo(CLASSES);
    assertThat(export.model()).isEqualTo("resnet20");
    assertThat(export.readme()).isEqualTo(folder.resolve("made." + format + ".README.md"));
    assertThat(export.readme())
        .content()
        .startsWith("# made." + format + "\n")
        .contains("## Python", "## Java", "## C#", "cat, dog, hörse", "16, 16", "1.5")
        .contains(export.weights())
        .doesNotContainPattern("\\{(file|width|height|count|about|more|network|mean|std)}");
  }

  @Test
  void anOnnxFileHasTheClassesAndItsOriginInItsMetadata() throws IOException {
    Export export = export(ExportFormat.ONNX, "made.onnx");
    assertThat(export.difference()).isLessThan(1e-5);
    try (OnnxEvaluator read =
        OnnxEvaluator.read(ByteBuffer.wrap(Files.readAllBytes(export.file())))) {
      assertThat(read.metadata())
          .containsEntry("fovea.classes", "[\"cat\",\"dog\",\"hörse\"]")
          .containsEntry("fovea.data", "fingerprint")
          .containsEntry("fovea.temperature", TEMPERATURE)
          .containsEntry("fovea.weights", Sha256.ofFile(file))
          .containsKeys("fovea.model", "fovea.input");
    }
  }

  @Test
  void safetensorsKeepTheModel() {
    Export export = export(ExportFormat.SAFETENSORS, "made.safetensors");
    assertThat(export.file()).hasSameBinaryContentAs(file);
    assertThat(export.difference()).isNull();
  }

  /** The features lie in a file of their own. */
  @Test
  void safetensorsLeaveOutAThresholdOnFeaturesThatAreNotInIt() {
    String method =
        "{\"method\":\"%s\",\"threshold\":1.0,\"accepted\":0.9,\"images\":1,\"data\":\"d\"%s}";
    for (boolean has : new boolean[] {true, false}) {
      try (Model model =
          Models.create("resnet20", Map.of("imageSize", 16), CLASSES, Rng.seeded(1))) {
        String said =
            method.formatted(
                has ? "nearest-features" : "energy", has ? ",\"features\":\"abc\"" : "");
        ModelFile.write(file, model, Map.of("fovea.noneOfThese", said));
      }
      Export export = export(ExportFormat.SAFETENSORS, has + ".safetensors");
      assertThat(Safetensors.metadata(export.file()).containsKey("fovea.noneOfThese"))
          .isEqualTo(!has);
    }
  }

  @Test
  void weightsForPyTorchAreTorchvisionsAndTheNoteSaysHowToNormalise() {
    Export export = export(ExportFormat.PT, "made.pt");
    WeightsFile read = WeightsFile.read(export.file());
    try (TrainedModel trained = TrainedModel.open(file);
        Scope scope = Scope.open()) {
      Map<String, Tensor> state = trained.model().network().stateDict();
      assertThat(read.tensors().keySet())
          .containsExactlyElementsOf(
              state.keySet().stream().filter(name -> !name.startsWith("normalize")).toList());
      read.tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.toTensor().toRaw()).isEqualTo(state.get(name).toRaw()));
    }
    assertThat(export.readme())
        .content()
        .contains("Normalize([0.1, 0.2, 0.3], [0.5, 0.25, 0.75])", "`fovea summary` lists");
  }

  @Test
  void aNetworkOfTorchvisionsIsCalledByItsName() {
    try (Model model = Models.create("resnet18", Map.of("imageSize", 16), CLASSES, Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    assertThat(export(ExportFormat.PT, "made.pt").readme())
        .content()
        .contains("model = torchvision.models.resnet18(num_classes=3)");
    try (Model model =
        Models.create(
            "resnet18", Map.of("imageSize", 16, "stem", "cifar"), CLASSES, Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    assertThat(export(ExportFormat.PT, "other.pt").readme())
        .content()
        .doesNotContain("torchvision.models");
  }

  @Test
  void whatIsThereAlreadyIsNotOverwritten() throws IOException {
    Path there = Files.writeString(folder.resolve("made.onnx"), "mine");
    assertThatThrownBy(() -> export(ExportFormat.ONNX, "made.onnx"))
        .isInstanceOf(FoveaException.class)
        .hasMessage(there + ": exists already; choose another file");
    Path note = Files.writeString(folder.resolve("other.pt.README.md"), "mine");
    assertThatThrownBy(() -> export(ExportFormat.PT, "other.pt"))
        .hasMessage(note + ": exists already; choose another file");
    assertThat(there).hasContent("mine");
    assertThat(folder.resolve("other.pt")).doesNotExist();
  }

  @Test
  void aModelThatHasDivergedIsRefusedAndNothingIsWritten() {
    write(Float.NaN);
    assertThatThrownBy(() -> export(ExportFormat.ONNX, "made.onnx"))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ": not exported as ONNX: its outputs are infinite");
    assertThat(folder.resolve("made.onnx")).doesNotExist();
    assertThat(folder.resolve("made.onnx.README.md")).doesNotExist();
  }

  /** Its name is nearly as long as names may be, and that of the note beside it is too long. */
  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void ofAnExportThatFailsNothingIsLeft(ExportFormat format) throws IOException {
    String name = "m".repeat(232 - format.extension().length()) + format.extension();
    assertThatThrownBy(() -> export(format, name)).isInstanceOf(FoveaException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
