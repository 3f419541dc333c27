package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Holds each reply that a test gets against the statuses that {@code openapi.json} lists. */
final class DescribedReplies {
  private static final JsonNode PATHS = read().path("paths");

  private DescribedReplies() {}

  private static JsonNode read() {
    try (InputStream in = Service.class.getResourceAsStream("openapi.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That a status is listed, where the path and the method are. */
  static void require(String method, URI uri, int status) {
    String described = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    Optional<Map.Entry<String, JsonNode>> path =
        PATHS.properties().stream()
            .filter(found -> fits(found.getKey(), uri.getRawPath()))
            .min(
                Comparator.comparing(
                    found -> found.getKey().chars().filter(c -> c == '{').count()));
    JsonNode replies =
        path.map(found -> found.getValue().path(described).path("responses"))
            .orElse(PATHS.path("none"));
    if (!replies.isMissingNode()) {
      assertThat(replies.has(String.valueOf(status)))
          .as("openapi.json lists %d of %s %s", status, method, path.orElseThrow().getKey())
          .isTrue();
    }
  }

  private static boolean fits(String pattern, String path) {
    List<String> wanted = List.of(pattern.split("/", -1));
    List<String> found = List.of(path.split("/", -1));
    return wanted.size() == found.size()
        && IntStream.range(0, wanted.size())
            .allMatch(i -> wanted.get(i).startsWith("{") || wanted.get(i).equals(found.get(i)));
  }
}
