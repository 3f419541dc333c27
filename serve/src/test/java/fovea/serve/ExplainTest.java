package fovea.serve;

import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.run.Fitted;
import fovea.run.FittedTemperature;
import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said of a picture's explanation, by a calibrated model and by one that random weights
 * break.
 */
class ExplainTest {
  private static final List<String> CLASSES = List.of("blue", "gr\u00fcn", "red");
  private static final byte[] PICTURE = TinyModels.png(1);

  @TempDir static Path folder;
  private static RunningService service;

  @BeforeAll
  static void start() {
    Path calibrated = folder.resolve("calibrated.safetensors");
    try (Model model = model()) {
      ModelFile.write(calibrated, model, Map.of("fovea.precision", "float32"));
    }
    new Fitted(Optional.of(new FittedTemperature(0.02, 101, "abc")), Optional.empty())
        .storeIn(calibrated);
    Path fragile = folder.resolve("fragile.safetensors");
    try (Model model = model()) {
      breakByChance(model);
      ModelFile.write(fragile, model, Map.of());
    }
    service =
        RunningService.of(
            Wanted.USUAL.data(new TinyPictures(30)),
            ModelSource.of(calibrated),
            ModelSource.of(fragile));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Model model() {
    return Models.create(
        "cifar10-cnn", Map.of("imageSize", TinyModels.SIDE, "blocks", 1), CLASSES, Rng.seeded(1));
  }

  /** The last weights are as large as numbers get, and what they are multiplied by is 0. */
  private static void breakByChance(Model model) {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> state = model.network().stateDict();
      for (String name : List.of("classifier.0.weight", "classifier.0.bias")) {
        Tensor tensor = state.get(name);
        tensor.copyFrom(Tensor.zeros(tensor.shape().toArray()));
      }
      Tensor last = state.get("classifier.3.weight");
      float[] values = new float[(int) last.shape().elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 2 == 0 ? 3e38f : -3e38f;
      }
      last.copyFrom(Tensor.of(values, last.shape().toArray()));
    }
  }

  private static JsonNode explained(String model, String query) {
    HttpResponse<byte[]> reply = service.post("/v1/models/" + model + "/explain?" + query, PICTURE);
    assertThat(reply.statusCode()).as("%s", json(reply)).isEqualTo(200);
    return json(reply);
  }

  @Test
  void theProbabilityIsThatOfThePrediction() {
    JsonNode top =
        json(service.post("/v1/models/calibrated/predict?top=3", PICTURE)).findPath("top");
    assertThat(top).hasSize(3);
    for (JsonNode one : top) {
      String about = one.path("class").asText().replace("\u00fc", "%C3%BC");
      JsonNode found = explained("calibrated", "method=saliency&sanity=false&class=" + about);
      assertThat(found.path("probability").asDouble())
          .isCloseTo(one.path("probability").asDouble(), within(1e-4));
    }
    assertThat(top.path(0).path("probability").asDouble()).isGreaterThan(0.5);
  }

  @Test
  void anExplanationOutlivesASanityCheckThatCannotBeMade() {
    for (String method : List.of("saliency", "occlusion")) {
      JsonNode found = explained("fragile", "method=" + method);
      assertThat(found.path("sanity").isNull()).as(method).isTrue();
      assertThat(found.path("map").asText()).startsWith("data:image/png;base64,");
      JsonNode other = explained("calibrated", "method=" + method);
      assertThat(other.path("sanity").path("stages").size()).as(method).isPositive();
    }
  }

  @Test
  void aLayerIsOnlyOfMethodsThatLookAtOne() {
    for (String layer : List.of("features.0", "nonsense")) {
      String sentence =
          refused(
              service.post("/v1/models/calibrated/explain?method=saliency&layer=" + layer, PICTURE),
              400,
              "wrong_parameter");
      assertThat(sentence)
          .isEqualTo("layer is of grad-cam and grad-cam++, expected one of them as method");
    }
    JsonNode found = explained("calibrated", "method=grad-cam%2B%2B&sanity=false&layer=features.0");
    assertThat(found.path("layer").asText()).isEqualTo("features.0");
  }

  @Test
  @Timeout(60)
  void aClassIsTheSameHoweverItsAccentsAreTyped() throws InterruptedException {
    JsonNode found = explained("calibrated", "method=saliency&sanity=false&class=gru%CC%88n");
    assertThat(found.path("class").asText()).isEqualTo("gr\u00fcn");
    String cell = "/v1/models/calibrated/confusion/images?truth=gru%CC%88n&predicted=red";
    HttpResponse<byte[]> reply = service.get(cell);
    while (reply.statusCode() == 202) {
      Thread.sleep(20);
      reply = service.get(cell);
    }
    assertThat(reply.statusCode()).as("%s", json(reply)).isEqualTo(200);
    assertThat(json(reply).path("truth").asText()).isEqualTo("gr\u00fcn");
  }
}
