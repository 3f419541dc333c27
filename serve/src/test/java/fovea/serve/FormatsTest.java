package fovea.serve;

import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import fovea.files.Sha256;
import fovea.serve.model.ModelSource;
import fovea.tensor.Precision;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model computed in every way that there is. */
class FormatsTest {
  @TempDir static Path folder;
  private static Path bare;
  private static Path run;
  private static RunningService service;

  @BeforeAll
  static void start() {
    bare = TinyModels.writeCalibrated(folder.resolve("bare.safetensors"), 1);
    run = TinyModels.writeRun(folder.resolve("quantized"), 2);
    service = RunningService.of(ModelSource.of(bare), ModelSource.of(run));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** By their names. */
  private static Map<String, JsonNode> formats(JsonNode reply) {
    return Stream.of("bfloat16", "float32", "int8", "onnx")
        .collect(Collectors.toMap(name -> name, name -> format(reply, name)));
  }

  private static JsonNode format(JsonNode reply, String name) {
    for (JsonNode format : reply.path("formats")) {
      if (format.path("format").asText().equals(name)) {
        return format;
      }
    }
    throw new AssertionError("no format " + name + " in " + reply);
  }

  private static JsonNode asked(String model, byte[] picture) {
    HttpResponse<byte[]> response = service.post("/v1/models/" + model + "/formats", picture);
    assertThat(response.statusCode()).as("%s", json(response)).isEqualTo(200);
    return json(response);
  }

  @Test
  void bfloat16Int8AndOnnxStandBesideFloat32() {
    Map<String, JsonNode> formats = formats(asked("quantized", TinyModels.png(1)));
    formats.forEach(
        (name, format) -> {
          if (name.equals("int8") && !Files.exists(run.resolve("int8.json"))) {
            return; // this processor has none
          }
          if (name.equals("bfloat16") && !Precision.supported().contains(Precision.BFLOAT16)) {
            assertThat(format.path("unavailable").asText()).contains("bfloat16");
            return;
          }
          assertThat(format.path("unavailable").isNull()).as("%s", format).isTrue();
          assertThat(format.path("top")).hasSize(3);
          assertThat(format.path("computeMs").asDouble()).isPositive();
          assertThat(format.path("probabilityDifference").asDouble())
              .as(name)
              .isLessThan(Map.of("float32", 1e-9, "onnx", 1e-5).getOrDefault(name, 0.1));
        });
  }

  /** With the temperature that the model was calibrated by. */
  @Test
  void theExportedFileGivesTheServicesOwnProbabilities() {
    for (int seed = 0; seed < 5; seed++) {
      byte[] picture = TinyModels.png(seed);
      JsonNode onnx = format(asked("bare", picture), "onnx");
      JsonNode predicted =
          json(service.post("/v1/models/bare/predict", picture)).path("images").get(0);
      for (int i = 0; i < 3; i++) {
        JsonNode expected = predicted.path("top").get(i);
        assertThat(onnx.path("top").get(i).path("class")).isEqualTo(expected.path("class"));
        assertThat(onnx.path("top").get(i).path("probability").asDouble())
            .isCloseTo(expected.path("probability").asDouble(), within(1e-5));
      }
    }
  }

  @Test
  void whatWasNotQuantizedSaysHow() {
    JsonNode int8 = format(asked("bare", TinyModels.png(1)), "int8");
    assertThat(int8.path("unavailable").asText()).isEqualTo("`fovea quantize` makes it, of a run");
    assertThat(int8.path("top").isNull()).isTrue();
    assertThat(int8.path("download").isNull()).isTrue();
  }

  @Test
  void theExportedFileIsHandedOut() throws OrtException {
    String address = format(asked("bare", TinyModels.png(1)), "onnx").path("download").asText();
    assertThat(address).matches("/v1/models/bare/versions/[0-9a-f]{12}/onnx");
    HttpResponse<byte[]> response = service.get(address);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"bare.onnx\"");
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(response.body())) {
      assertThat(session.getInputNames()).containsExactly("images");
      assertThat(session.getMetadata().getCustomMetadata())
          .containsEntry("fovea.weights", Sha256.ofFile(bare));
    }
    assertThat(service.get("/v1/models/bare/onnx").body()).isEqualTo(response.body());
    refused(service.get("/v1/models/none/onnx"), 404, "unknown_model");
  }

  @Test
  void withoutOnnxRuntimeTheFileIsHandedOutAndAllElseIsThere() throws Exception {
    JsonNode onnx = format(elsewhere(entry -> !entry.contains("onnxruntime")), "onnx");
    assertThat(onnx.path("unavailable").asText())
        .startsWith("ONNX Runtime isn't on the class path; with its jar in FOVEA_CLASSPATH");
    assertThat(onnx.path("top").isNull()).isTrue();
    assertThat(onnx.path("download").asText()).endsWith("/onnx");
  }

  /** On a thread of the service's, by a command line as long as a class path makes it. */
  @Test
  void aLongCommandLineDoesNotEndTheProcess() throws Exception {
    JsonNode onnx = format(elsewhere(entry -> true), "onnx");
    assertThat(onnx.path("unavailable").isNull()).as("%s", onnx).isTrue();
    assertThat(onnx.path("top")).hasSize(3);
  }

  /** What a service in a process of its own says of the formats. */
  private static JsonNode elsewhere(Predicate<String> onClassPath)
      throws IOException, InterruptedException {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(onClassPath)
            .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            FormatsTest.class.getName() + "$Elsewhere",
            bare.toString(),
            "a long word ".repeat(1_000));
    Process process = builder.redirectError(folder.resolve("error").toFile()).start();
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("error"))).isZero();
    assertThat(lines).hasSize(2);
    JsonNode reply = RunningService.JSON.readTree(lines.get(0));
    assertThat(format(reply, "float32").path("top")).hasSize(3);
    assertThat(lines.get(1)).isEqualTo("200 and an exported file");
    return reply;
  }

  /** Asks a service of its own. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] arguments) throws IOException {
      List<String> said = new ArrayList<>();
      try (RunningService alone = RunningService.of(ModelSource.of(Path.of(arguments[0])))) {
        JsonNode reply = json(alone.post("/v1/models/bare/formats", TinyModels.png(1)));
        said.add(reply.toString());
        HttpResponse<byte[]> file = alone.get(format(reply, "onnx").path("download").asText());
        String text = new String(file.body(), StandardCharsets.ISO_8859_1);
        said.add(
            "%d and %s"
                .formatted(
                    file.statusCode(), text.contains("fovea.weights") ? "an exported file" : text));
      }
      said.forEach(System.out::println);
    }
  }
}
