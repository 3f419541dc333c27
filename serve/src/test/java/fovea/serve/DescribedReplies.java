package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Holds each reply that a test gets against what {@code openapi.json} says of it. */
final class DescribedReplies {
  private static final JsonNode DESCRIPTION = read();
  private static final JsonNode PATHS = DESCRIPTION.path("paths");

  private DescribedReplies() {}

  private static JsonNode read() {
    try (InputStream in = Service.class.getResourceAsStream("openapi.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That the status is listed, and JSON is as it says, where the path and the method are. */
  static void require(String method, URI uri, HttpResponse<byte[]> reply) {
    String described = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    Optional<Map.Entry<String, JsonNode>> path =
        PATHS.properties().stream()
            .filter(found -> fits(found.getKey(), uri.getRawPath()))
            .min(
                Comparator.comparing(
                    found -> found.getKey().chars().filter(c -> c == '{').count()));
    boolean json =
        reply.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    if (path.filter(found -> found.getValue().has(described)).isPresent()) {
      JsonNode body =
          json && !method.equals("HEAD") ? RunningService.json(reply) : MissingNode.getInstance();
      assertThat(wrong(path.orElseThrow().getKey(), described, reply.statusCode(), body)).isEmpty();
    }
  }

  /**
   * What isn't as it is described.
   *
   * @param body missing where it isn't JSON
   */
  static List<String> wrong(String path, String method, int status, JsonNode body) {
    JsonNode reply =
        resolved(PATHS.path(path).path(method).path("responses").path(String.valueOf(status)));
    List<String> wrong = new ArrayList<>();
    if (reply.isMissingNode()) {
      wrong.add("%d of %s %s isn't listed".formatted(status, method, path));
    } else if (!body.isMissingNode()) {
      check(
          resolved(reply.path("content").path("application/json").path("schema")),
          body,
          path,
          wrong);
    }
    return wrong;
  }

  private static JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : DESCRIPTION.at(reference.substring(1));
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

  private static boolean fits(String pattern, String path) {
    List<String> wanted = List.of(pattern.split("/", -1));
    List<String> found = List.of(path.split("/", -1));
    return wanted.size() == found.size()
        && IntStream.range(0, wanted.size())
            .allMatch(i -> wanted.get(i).startsWith("{") || wanted.get(i).equals(found.get(i)));
  }
}
