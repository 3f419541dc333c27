package fovea.serve;

import static fovea.serve.RunningService.PREDICT;
import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.multipart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.files.Sha256;
import fovea.image.ImageFile;
import fovea.image.Resize;
import fovea.run.Fitted;
import fovea.run.FittedThreshold;
import fovea.run.TrainedModel;
import fovea.serve.model.ModelSource;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions over HTTP are those of the library. */
class PredictTest {
  @TempDir static Path folder;
  private static Path file;
  private static Path other;
  private static RunningService service;

  @BeforeAll
  static void start() {
    file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    other = TinyModels.write(folder.resolve("other.safetensors"), 2);
    service =
        RunningService.of(
            ModelSource.of(file), new ModelSource("tiny", other), new ModelSource("second", other));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static List<Prediction> expected(Path model, byte[] image) {
    try (TrainedModel trained = TrainedModel.open(model);
        Predictor predictor = trained.predictor(false, 1)) {
      return predictor.predict(
          Resize.cover(ImageFile.decode("image", image), TinyModels.SIDE, TinyModels.SIDE));
    }
  }

  private static String version(Path model) {
    try (TrainedModel trained = TrainedModel.open(model)) {
      return Sha256.ofFile(trained.file()).substring(0, 12);
    }
  }

  private static void assertSame(JsonNode found, List<Prediction> expected) {
    assertThat(found.path("top")).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.path("top").get(i).path("class").asText()).isEqualTo(expected.get(i).name());
      assertThat(found.path("top").get(i).path("probability").asDouble())
          .isCloseTo(expected.get(i).probability(), within(1e-6));
    }
  }

  @Test
  void aRawImageIsAnswered() {
    for (byte[] image :
        List.of(
            TinyModels.png(1),
            TinyModels.jpeg(2),
            TinyModels.image("bmp", 40, 30, 3),
            TinyModels.image("gif", 9, 20, 4))) {
      HttpResponse<byte[]> response = service.post("/v1/models/second/predict", image);
      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode json = json(response);
      assertThat(json.path("model").asText()).isEqualTo("second");
      assertThat(json.path("version").asText()).isEqualTo(version(other));
      assertThat(json.path("images")).hasSize(1);
      assertSame(json.path("images").get(0), expected(other, image));
      assertThat(json.path("images").get(0).path("none").isNull()).isTrue();
      assertThat(json.path("timing").path("batch").asInt()).isEqualTo(1);
      assertThat(json.path("timing").path("queueMs").asDouble()).isNotNegative();
      assertThat(json.path("timing").path("computeMs").asDouble()).isPositive();
    }
  }

  @Test
  void theFilesOfAMultipartBodyAreAnsweredInTheirOrder() {
    List<byte[]> images = IntStream.range(0, 64).mapToObj(TinyModels::png).toList();
    JsonNode json =
        json(
            service.post(
                "/v1/models/second/predict?top=2",
                multipart("boundary", images),
                "Content-Type",
                "multipart/form-data; boundary=boundary"));
    assertThat(json.path("images")).hasSize(64);
    for (int i = 0; i < 64; i++) {
      assertSame(json.path("images").get(i), expected(other, images.get(i)).subList(0, 2));
    }
    assertThat(json.path("timing").path("batch").asInt()).isBetween(1, 16);
  }

  @Test
  void aModelsVersionsAreAskedByTheirChecksumAndTheLastIsTheUsual() {
    byte[] image = TinyModels.png(5);
    JsonNode first =
        json(service.post("/v1/models/tiny/versions/" + version(file) + "/predict", image));
    assertSame(first.path("images").get(0), expected(file, image));
    assertThat(json(service.post(PREDICT, image)).path("version").asText())
        .isEqualTo(version(other));
    JsonNode about = json(service.get("/v1/models/tiny"));
    assertThat(about.path("versions").toString())
        .isEqualTo("[\"%s\",\"%s\"]".formatted(version(file), version(other)));
  }

  @Test
  void howStrangeAPictureIsIsTheShareOfMoreFamiliarValidationPictures() {
    Path calibrated = TinyModels.writeCalibrated(folder.resolve("calibrated.safetensors"), 7);
    try (RunningService fitted = RunningService.of(ModelSource.of(calibrated))) {
      List<byte[]> known = IntStream.rangeClosed(0, 100).mapToObj(TinyModels::png).toList();
      List<Double> strange = new ArrayList<>();
      int none = 0;
      for (byte[] picture : known) {
        JsonNode image =
            json(fitted.post("/v1/models/calibrated/predict", picture)).path("images").get(0);
        strange.add(image.path("none").asDouble());
        assertThat(image.path("calibrated").asBoolean()).isTrue();
        assertThat(image.path("noneOfThese").asBoolean())
            .isEqualTo(image.path("none").asDouble() > 0.95);
        none += image.path("noneOfThese").asBoolean() ? 1 : 0;
      }
      assertThat(none).isBetween(4, 6); // the threshold is a picture's own
      Collections.sort(strange);
      for (int i = 0; i <= 100; i++) {
        assertThat(strange.get(i)).isCloseTo(i / 100.0, within(0.011));
      }
      for (String what : List.of("vary?blur=2", "attack?epsilon255=32")) {
        JsonNode reply = json(fitted.post("/v1/models/calibrated/" + what, known.get(3)));
        assertThat(reply.path("before").path("none").asDouble()).as(what).isBetween(0.0, 1.0);
        assertThat(reply.path("after").path("none").asDouble())
            .as(what)
            .isBetween(0.0, 1.0)
            .isNotEqualTo(reply.path("before").path("none").asDouble());
      }
    }
  }

  @Test
  void aModelCalibratedByAnEarlierFoveaSaysOnlyWhetherItIsNoneOfThese() {
    Path earlier = TinyModels.write(folder.resolve("earlier.safetensors"), 7);
    new Fitted(
            Optional.empty(),
            Optional.of(new FittedThreshold("energy", 1e9, 0.95, 101, "abc", null, null)))
        .storeIn(earlier);
    try (RunningService fitted = RunningService.of(ModelSource.of(earlier))) {
      JsonNode image =
          json(fitted.post("/v1/models/earlier/predict", TinyModels.png(1))).path("images").get(0);
      assertThat(image.path("none").isNull()).isTrue();
      assertThat(image.path("noneOfThese").asBoolean()).isTrue();
      assertThat(image.path("calibrated").asBoolean()).isFalse();
    }
  }

  @Test
  void modelsAreDescribed() {
    JsonNode all = json(service.get("/v1/models"));
    assertThat(all.path("models")).hasSize(2);
    JsonNode tiny = all.path("models").get(0);
    assertThat(tiny.path("model").asText()).isEqualTo("tiny");
    assertThat(tiny.path("classes").toString()).isEqualTo("[\"blue\",\"green\",\"red\"]");
    assertThat(tiny.path("input").toString()).isEqualTo("[3,8,8]");
    assertThat(tiny.path("network").asText()).isEqualTo("cifar10-cnn");
    assertThat(tiny.path("parameters").asLong()).isPositive();
    assertThat(tiny.path("macs").asLong()).isPositive();
  }

  @Test
  void aModelsFileIsHandedOut() throws Exception {
    HttpResponse<byte[]> response = service.get("/v1/models/second/file");
    assertThat(response.body()).isEqualTo(Files.readAllBytes(other));
    assertThat(response.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"other.safetensors\"");
  }

  @Test
  void eachVersionOfAModelNamesItsOwnFile() throws Exception {
    for (Path each : List.of(file, other)) {
      JsonNode facts = json(service.get("/v1/models/tiny/versions/" + version(each)));
      assertThat(service.get(facts.path("download").asText()).body())
          .isEqualTo(Files.readAllBytes(each));
    }
  }

  @Test
  void aModelsFileIsOfUseWithoutTheFeaturesBesideIt() throws Exception {
    Path comparing = TinyModels.writeComparing(folder.resolve("comparing.safetensors"), 3);
    byte[] image = TinyModels.png(1);
    Path saved = Files.createDirectory(folder.resolve("elsewhere")).resolve("saved.safetensors");
    try (RunningService fitted = RunningService.of(ModelSource.of(comparing))) {
      JsonNode answer =
          json(fitted.post("/v1/models/comparing/predict", image)).path("images").get(0);
      assertThat(answer.path("noneOfThese").isBoolean()).isTrue();
      Files.write(saved, fitted.get("/v1/models/comparing/file").body());
      assertSame(answer, expected(saved, image));
    }
  }

  @Test
  void manyAtOnceAreAllAnsweredRightly() throws Exception {
    List<byte[]> images = IntStream.range(0, 20).mapToObj(TinyModels::png).toList();
    List<List<Prediction>> expected = images.stream().map(image -> expected(other, image)).toList();
    List<CompletableFuture<HttpResponse<byte[]>>> asked =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    service.client.sendAsync(
                        service
                            .request(PREDICT)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(images.get(i % 20)))
                            .build(),
                        HttpResponse.BodyHandlers.ofByteArray()))
            .toList();
    for (int i = 0; i < asked.size(); i++) {
      assertSame(json(asked.get(i).get()).path("images").get(0), expected.get(i % 20));
    }
  }
}
