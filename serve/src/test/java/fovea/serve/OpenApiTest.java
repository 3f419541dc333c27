package fovea.serve;

import static fovea.serve.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.serve.model.ModelSource;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the requests tells what there is, and what comes back. */
class OpenApiTest {
  @TempDir static Path folder;
  private static RunningService service;
  private static JsonNode description;
  private static String version;

  @BeforeAll
  static void start() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    service = RunningService.of(ModelSource.of(file));
    description = json(service.get("/openapi.json"));
    version = json(service.get("/v1/models/tiny")).path("version").asText();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String method(String path) {
    List<String> methods = new ArrayList<>();
    description.path("paths").path(path).fieldNames().forEachRemaining(methods::add);
    return methods.get(0);
  }

  @Test
  void everyRouteIsDescribedAndNothingElse() {
    Set<String> described = new TreeSet<>();
    description
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> described.add(method.toUpperCase() + " " + path.getKey())));
    Set<String> there = new TreeSet<>();
    service.service.routes().stream()
        .filter(route -> !route.pattern().matches("/|/page/.*|/runs/.*|/favicon.ico"))
        .forEach(route -> there.add(route.method() + " " + route.pattern()));
    assertThat(described).isEqualTo(there);
  }

  @Test
  void repliesAreWhatTheDescriptionSays() {
    for (String path :
        List.of("/v2", "/v2/health/live", "/v2/health/ready", "/v1/models", "/v1/runs")) {
      assertReply(path, "get", service.get(path));
    }
    for (String path :
        List.of(
            "/v2/models/{model}",
            "/v2/models/{model}/ready",
            "/v2/models/{model}/versions/{version}",
            "/v1/models/{model}",
            "/v1/models/{model}/versions/{version}")) {
      String asked = path.replace("{model}", "tiny").replace("{version}", version);
      assertReply(path, "get", service.get(asked));
    }
    assertReply(
        "/v1/models/{model}/predict",
        "post",
        service.post(RunningService.PREDICT, TinyModels.png(1)));
    String numbers = "0.5,".repeat(191) + "0.5";
    assertReply(
        "/v2/models/{model}/infer",
        "post",
        service.post(
            RunningService.INFER,
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[1,3,8,8],\"data\":[%s]}]}"
                .formatted(numbers)
                .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusalsAreWhatTheDescriptionSays() {
    assertReply("/v1/models/{model}", "get", service.get("/v1/models/none"));
    assertReply(
        "/v1/models/{model}/predict", "post", service.post(RunningService.PREDICT, new byte[0]));
    assertReply(
        "/v1/models/{model}/predict",
        "post",
        service.post(RunningService.PREDICT, "text".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void noReplyIsListedThatNobodyGets() {
    for (String study : List.of("vary", "layers", "formats", "neighbours")) {
      JsonNode replies = description.path("paths").path("/v1/models/{model}/" + study).path("post");
      assertThat(replies.path("responses").has("504")).as(study).isFalse();
    }
  }

  @Test
  void whatEveryGetSaysOfAnUnknownParameterIsDescribed() {
    for (String path : List.of("/v2", "/v2/health/live", "/v1/models", "/metrics", "/v1/runs")) {
      assertReply(path, "get", service.get(path + "?nonsense=1"));
    }
  }

  private static void assertReply(String path, String method, HttpResponse<byte[]> response) {
    assertThat(method(path)).isEqualTo(method);
    assertThat(DescribedReplies.wrong(path, method, response.statusCode(), json(response)))
        .isEmpty();
  }
}
