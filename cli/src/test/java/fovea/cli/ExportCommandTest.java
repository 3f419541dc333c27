package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.run.Fitted;
import fovea.run.FittedTemperature;
import fovea.tensor.QuantizedLayer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run handed to another engine, by commands alone. */
class ExportCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    data = TinyImages.in(folder);
    run = folder.resolve("run");
    Path recipe =
        Files.writeString(
            folder.resolve("float32.yaml"), TinyImages.RECIPE + "precision: float32\n");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run).succeeds();
  }

  private static Outcome export(Object... options) {
    Object[] all = new Object[options.length + 2];
    all[0] = "export";
    all[1] = run;
    System.arraycopy(options, 0, all, 2, options.length);
    return Outcome.of(all);
  }

  /** An image of the network's own size, as the README says it. */
  private static float[] pixels(Path image) throws IOException {
    BufferedImage read = ImageIO.read(image.toFile());
    float[] pixels = new float[3 * 64];
    for (int i = 0; i < pixels.length; i++) {
      int shift = 16 - 8 * (i / 64);
      pixels[i] = (read.getRGB(i % 8, i % 64 / 8) >> shift & 255) / 255f;
    }
    return pixels;
  }

  private static float[] probabilities(Path file, Path image) throws IOException, OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor images =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(pixels(image)), new long[] {1, 3, 8, 8});
        OrtSession.Result result = session.run(Map.of("images", images))) {
      return ((float[][]) result.get("probabilities").orElseThrow().getValue())[0];
    }
  }

  private static void requirePredictionsOf(Path file, double tolerance, Object... options)
      throws IOException, OrtException {
    Path image = data.resolve("test/green/0.png");
    Object[] command = new Object[options.length + 4];
    System.arraycopy(new Object[] {"predict", run, image, "--json"}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    float[] found = probabilities(file, image);
    JsonNode ranked = JSON.readTree(Outcome.of(command).succeeds().out()).get(0).get("predictions");
    assertThat(ranked).hasSize(3);
    for (JsonNode one : ranked) {
      int number = TinyImages.CLASSES.indexOf(one.get("class").asText());
      assertThat((double) found[number])
          .isCloseTo(one.get("probability").asDouble(), within(tolerance));
    }
  }

  @Test
  void anotherEngineGivesThePredictionsOfTheRun() throws IOException, OrtException {
    Path file = folder.resolve("first.onnx");
    assertThat(export("--out", file).succeeds().out())
        .containsPattern("(?m)^written +\\Q" + file + "\\E$")
        .containsPattern("(?m)^network +cifar10-cnn, 3 classes$")
        .containsPattern("(?m)^checked +its logits differ from the network's by at most ")
        .containsPattern("(?m)^how to use it +\\Q" + file + "\\E\\.README\\.md$");
    requirePredictionsOf(file, 1e-5);
  }

  @Test
  void aCalibratedRunGivesItsCalibratedProbabilities() throws IOException, OrtException {
    Path model = run.resolve("model.safetensors");
    byte[] before = Files.readAllBytes(model);
    new Fitted(Optional.of(new FittedTemperature(0.4, 7, "data")), Optional.empty()).storeIn(model);
    Path file = folder.resolve("calibrated.onnx");
    export("--out", file).succeeds();
    requirePredictionsOf(file, 1e-5);
    Files.write(model, before);
  }

  @Test
  void wholeNumbersGiveAlmostThePredictionsOfFoveas() throws IOException, OrtException {
    Path file = folder.resolve("whole.onnx");
    export("--out", file, "--int8").refused(1).contains("no such file; `fovea quantize ");
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    Outcome.of("quantize", run).succeeds();
    Outcome exported = export("--out", file, "--int8").succeeds();
    assertThat(exported.out()).contains("in whole numbers");
    assertThat(exported.err()).isEmpty();
    requirePredictionsOf(file, 0.02, "--int8");
    // A report of before outputs were looked at.
    Path report = run.resolve("int8.json");
    String text = Files.readString(report);
    Files.writeString(report, text.replaceFirst("(?s),\\s*\"outputs\".*", "}"));
    Path earlier = folder.resolve("earlier.onnx");
    assertThat(export("--out", earlier, "--int8").succeeds().err())
        .contains("`fovea quantize " + run + "` notes it");
    requirePredictionsOf(earlier, 0.02, "--int8");
    Files.delete(report);
  }

  @Test
  void aProgramReadsWhatWasMade() throws IOException {
    Path file = folder.resolve("second.pt");
    JsonNode json = JSON.readTree(export("--out", file, "--json").succeeds().out());
    assertThat(json.get("file").asText()).isEqualTo(file.toString());
    assertThat(json.get("readme").asText()).isEqualTo(file + ".README.md");
    assertThat(json.get("format").asText()).isEqualTo("pt");
    assertThat(json.get("int8").asBoolean()).isFalse();
    assertThat(json.get("model").asText()).isEqualTo("cifar10-cnn");
    assertThat(json.get("input").toString()).isEqualTo("[3,8,8]");
    assertThat(json.get("classes")).hasSize(3);
    assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(json.get("sha256").asText()).hasSize(64);
    assertThat(json.get("difference").isNull()).isTrue();
  }

  @Test
  void whatIsThereIsNotOverwrittenAndWhatIsNoModelIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("there.onnx"), "mine");
    export("--out", file)
        .refused(1)
        .isEqualTo("fovea: %s: exists already; choose another file.".formatted(file));
    assertThat(file).hasContent("mine");
    export("--out", folder.resolve("nowhere/first.onnx")).refused(1).contains("doesn't exist");
    Outcome.of("export", data, "--out", folder.resolve("data.onnx"))
        .refused(1)
        .contains("not the folder of a run");
    Outcome.of("export", file, "--out", folder.resolve("text.onnx"))
        .refused(1)
        .startsWith("fovea: " + file + ": ");
    assertThat(folder.resolve("text.onnx")).doesNotExist();
  }
}
