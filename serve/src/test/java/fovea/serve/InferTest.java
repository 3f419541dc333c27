package fovea.serve;

import static fovea.serve.RunningService.INFER;
import static fovea.serve.RunningService.JSON;
import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.evaluate.Predictor;
import fovea.evaluate.Scores;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.run.TrainedModel;
import fovea.serve.model.ModelSource;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol, in JSON and with binary data behind it. */
class InferTest {
  private static final int SIZE = 3 * TinyModels.SIDE * TinyModels.SIDE;

  @TempDir static Path folder;
  private static RunningService service;
  private static List<Pixels> images;
  private static List<Scores> expected;

  @BeforeAll
  static void start() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    service = RunningService.of(ModelSource.of(file));
    images =
        IntStream.range(0, 3).mapToObj(i -> ImageFile.decode("image", TinyModels.png(i))).toList();
    try (TrainedModel trained = TrainedModel.open(file);
        Predictor predictor = trained.predictor(false, 1)) {
      expected = predictor.scores(images);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** [3, H, W] in [0, 1]. */
  private static float[] planes(Pixels image) {
    float[] values = new float[SIZE];
    int area = SIZE / 3;
    for (int i = 0; i < SIZE; i++) {
      values[i] = (image.rgb()[3 * (i % area) + i / area] & 0xff) / 255f;
    }
    return values;
  }

  private static String joined(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> String.valueOf(values[i]))
        .collect(Collectors.joining(","));
  }

  private static HttpResponse<byte[]> infer(String json, byte[] behind) {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOf(head, head.length + behind.length);
    System.arraycopy(behind, 0, body, head.length, behind.length);
    return behind.length == 0
        ? service.post(INFER, body)
        : service.post(INFER, body, "Inference-Header-Content-Length", String.valueOf(head.length));
  }

  private static void assertExpected(HttpResponse<byte[]> response) {
    JsonNode json = json(response);
    assertThat(response.statusCode()).as("%s", json).isEqualTo(200);
    JsonNode output = json.path("outputs").get(0);
    assertThat(output.path("name").asText()).isEqualTo("probabilities");
    assertThat(output.path("datatype").asText()).isEqualTo("FP32");
    assertThat(output.path("shape").toString()).isEqualTo("[3,3]");
    for (int i = 0; i < 9; i++) {
      assertThat((float) output.path("data").get(i).asDouble())
          .isCloseTo(expected.get(i / 3).probabilities()[i % 3], within(1e-6f));
    }
  }

  @Test
  void numbersInJsonAreAnsweredFlatOrNested() {
    String flat =
        images.stream().map(image -> joined(planes(image))).collect(Collectors.joining(","));
    String nested =
        images.stream()
            .map(image -> "[" + joined(planes(image)) + "]")
            .collect(Collectors.joining(","));
    for (String data : List.of(flat, nested)) {
      assertExpected(
          infer(
              """
              {"id": "seven", "inputs": [{"name": "images", "datatype": "FP32",
               "shape": [3, 3, 8, 8], "data": [%s]}], "outputs": [{"name": "probabilities"}]}
              """
                  .formatted(data),
              new byte[0]));
    }
  }

  @Test
  void dataMayComeBeforeItsShapeAndTheIdIsRepeated() {
    String data = joined(planes(images.get(0)));
    JsonNode json =
        json(
            infer(
                "{\"inputs\":[{\"data\":[%s],\"shape\":[1,3,8,8],\"datatype\":\"FP32\",\"name\":\"images\"}],\"id\":\"x\"}"
                    .formatted(data),
                new byte[0]));
    assertThat(json.path("id").asText()).isEqualTo("x");
    assertThat(json.path("model_name").asText()).isEqualTo("tiny");
    assertThat(json.path("model_version").asText()).matches("[0-9a-f]{12}");
  }

  @Test
  void bytesOfPixelsAreAnswered() {
    String data =
        images.stream()
            .flatMapToInt(image -> IntStream.range(0, SIZE).map(i -> image.rgb()[i] & 0xff))
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(","));
    assertExpected(
        infer(
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"UINT8\",\"shape\":[3,8,8,3],\"data\":[%s]}]}"
                .formatted(data),
            new byte[0]));
    ByteBuffer binary = ByteBuffer.allocate(3 * SIZE);
    images.forEach(image -> binary.put(image.rgb()));
    assertExpected(
        infer(
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"UINT8\",\"shape\":[3,8,8,3],\"parameters\":{\"binary_data_size\":%d}}]}"
                .formatted(3 * SIZE),
            binary.array()));
  }

  @Test
  void binaryNumbersAreAnsweredInBinaryWhereThatIsWanted() throws Exception {
    ByteBuffer binary = ByteBuffer.allocate(3 * SIZE * 4).order(ByteOrder.LITTLE_ENDIAN);
    images.forEach(
        image -> {
          for (float value : planes(image)) {
            binary.putFloat(value);
          }
        });
    String input =
        "\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[3,3,8,8],\"parameters\":{\"binary_data_size\":%d}}]"
            .formatted(binary.capacity());
    assertExpected(infer("{" + input + "}", binary.array()));
    for (String wanted :
        List.of(
            ",\"parameters\":{\"binary_data_output\":true}",
            ",\"outputs\":[{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":true}}]")) {
      HttpResponse<byte[]> response = infer("{" + input + wanted + "}", binary.array());
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/octet-stream");
      int head =
          Integer.parseInt(
              response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
      JsonNode json = JSON.readTree(response.body(), 0, head);
      JsonNode output = json.path("outputs").get(0);
      assertThat(output.path("parameters").path("binary_data_size").asInt()).isEqualTo(36);
      assertThat(output.has("data")).isFalse();
      assertThat(response.body()).hasSize(head + 36);
      ByteBuffer found = ByteBuffer.wrap(response.body(), head, 36).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 9; i++) {
        assertThat(found.getFloat())
            .isCloseTo(expected.get(i / 3).probabilities()[i % 3], within(1e-6f));
      }
    }
  }

  @Test
  void whatAnOutputSaysOfBinaryDataCountsBeforeWhatTheRequestSays() {
    String input =
        "\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[1,3,8,8],\"data\":[%s]}]"
            .formatted(joined(planes(images.get(0))));
    for (boolean binary : new boolean[] {true, false}) {
      String request = "\"parameters\":{\"binary_data_output\":%s}".formatted(!binary);
      String output =
          "\"outputs\":[{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":%s}}]"
              .formatted(binary);
      for (String both : List.of(request + "," + output, output + "," + request)) {
        HttpResponse<byte[]> response = infer("{" + input + "," + both + "}", new byte[0]);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
            .as(both)
            .contains(binary ? "application/octet-stream" : "application/json");
      }
    }
    refused(
        infer("{" + input + ",\"parameters\":{\"binary_data_output\":\"yes\"}}", new byte[0]),
        400,
        "malformed");
  }

  @Test
  void encodedImagesAreAnswered() {
    String data =
        IntStream.range(0, 3)
            .mapToObj(i -> '"' + Base64.getEncoder().encodeToString(TinyModels.png(i)) + '"')
            .collect(Collectors.joining(","));
    assertExpected(
        infer(
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[3],\"data\":[%s]}]}"
                .formatted(data),
            new byte[0]));
    ByteBuffer binary = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 3; i++) {
      byte[] file = TinyModels.png(i);
      binary.putInt(file.length).put(file);
    }
    byte[] files = Arrays.copyOf(binary.array(), binary.position());
    assertExpected(
        infer(
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[3],\"parameters\":{\"binary_data_size\":%d}}]}"
                .formatted(files.length),
            files));
  }

  @Test
  void moreFilesThanTheShapeSaysAreRefusedByTheirNumber() {
    String many = String.join(",", Collections.nCopies(100_000, "\"a\""));
    String one = '"' + Base64.getEncoder().encodeToString(TinyModels.png(1)) + '"';
    String input =
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[%s]}]}";
    String all = String.join(",", Collections.nCopies(1_000, one));
    assertThat(refused(infer(input.formatted(all), new byte[0]), 400, "wrong_shape"))
        .isEqualTo("data has 1000 files, expected 1 by the shape");
    refused(infer(input.formatted(many), new byte[0]), 400, "malformed");
  }

  @Test
  void aHeaderLengthThatDoesNotFitIsRefused() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    for (String length : List.of("3", "-1", "many", "99999999999")) {
      refused(
          service.post(INFER, body, "Inference-Header-Content-Length", length), 400, "malformed");
    }
  }

  @Test
  void serverAndModelAreDescribedAsTheProtocolSays() {
    JsonNode server = json(service.get("/v2"));
    assertThat(server.path("name").asText()).isEqualTo("fovea");
    assertThat(server.path("extensions").toString()).contains("binary_tensor_data");
    assertThat(json(service.get("/v2/health/live")).path("live").asBoolean()).isTrue();
    assertThat(json(service.get("/v2/health/ready")).path("ready").asBoolean()).isTrue();
    JsonNode model = json(service.get("/v2/models/tiny"));
    assertThat(model.path("inputs").get(0).path("shape").toString()).isEqualTo("[-1,3,8,8]");
    assertThat(model.path("outputs").get(0).path("shape").toString()).isEqualTo("[-1,3]");
    String version = model.path("versions").get(0).asText();
    assertThat(service.get("/v2/models/tiny/versions/" + version).statusCode()).isEqualTo(200);
    assertThat(service.get("/v2/models/tiny/versions/" + version + "/ready").statusCode())
        .isEqualTo(200);
    assertThat(json(service.get("/v2/models/tiny/ready")).path("ready").asBoolean()).isTrue();
  }
}
