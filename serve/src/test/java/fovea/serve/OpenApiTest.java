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
    for (String study : List.of("vary", "attack", "layers", "formats", "explain", "neighbours")) {
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
    JsonNode reply =
        resolved(
            description
                .path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(String.valueOf(response.statusCode())));
    assertThat(reply.isMissingNode()).as("%s %d", path, response.statusCode()).isFalse();
    List<String> wrong = new ArrayList<>();
    check(
        resolved(reply.path("content").path("application/json").path("schema")),
        json(response),
        path,
        wrong);
    assertThat(wrong).isEmpty();
  }

  private static JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : description.at(reference.substring(1));
  }

  /** As much of JSON Schema as the description uses. */
  private static void check(JsonNode schema, JsonNode value, String at, List<String> wrong) {
    JsonNode wanted = schema.path("type");
    List<String> types = new ArrayList<>();
    if (wanted.isArray()) {
      wanted.forEach(type -> types.add(type.asText()));
    } else {
      types.add(wanted.asText());
    }
    if (types.stream().noneMatch(type -> is(type, value))) {
      wrong.add("%s is %s, expected %s".formatted(at, value, types));
      return;
    }
    schema
        .path("required")
        .forEach(
            name -> {
              if (value.isObject() && !value.has(name.asText())) {
                wrong.add("%s lacks %s".formatted(at, name.asText()));
              }
            });
    if (value.isObject() && schema.has("properties")) {
      value
          .fields()
          .forEachRemaining(
              field -> {
                JsonNode property = schema.path("properties").path(field.getKey());
                if (property.isMissingNode()) {
                  wrong.add("%s has %s, which isn't described".formatted(at, field.getKey()));
                } else {
                  check(resolved(property), field.getValue(), at + "." + field.getKey(), wrong);
                }
              });
    }
    if (value.isArray()) {
      for (JsonNode item : value) {
        check(resolved(schema.path("items")), item, at + "[]", wrong);
      }
    }
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
