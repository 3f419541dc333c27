package fovea.serve.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Which requests an endpoint answers.
 *
 * @param pattern of the path, with names in braces, such as {@code /v2/models/{model}}; {@code
 *     {name*}} at its end stands for all that is left
 * @param open to whoever asks, token or not
 * @param always answered, while the service is about to end too
 */
public record Route(
    String method, String pattern, Endpoint endpoint, boolean open, boolean always) {

  /** A route for whoever has the token, as long as the service isn't about to end. */
  public static Route of(String method, String pattern, Endpoint endpoint) {
    return new Route(method, pattern, endpoint, false, false);
  }

  /** The same for everybody. */
  public Route opened() {
    return new Route(method, pattern, endpoint, true, always);
  }

  /** The same until the end. */
  public Route toTheEnd() {
    return new Route(method, pattern, endpoint, open, true);
  }

  /** The same off the event threads. */
  public Route aside(Executor threads) {
    return new Route(method, pattern, new Aside(threads, endpoint), open, always);
  }

  boolean takes(String asked) {
    return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
  }

  /** The words that stand for names, if the path is of this pattern. */
  Optional<Map<String, String>> words(List<String> path) {
    List<String> wanted = split(pattern);
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String part = wanted.get(i);
      if (part.endsWith("*}") && i < path.size()) {
        words.put(
            part.substring(1, part.length() - 2), String.join("/", path.subList(i, path.size())));
        return Optional.of(words);
      }
      if (i >= path.size()) {
        return Optional.empty();
      }
      if (part.startsWith("{") && !path.get(i).isEmpty()) {
        words.put(part.substring(1, part.length() - 1), path.get(i));
      } else if (!part.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return wanted.size() == path.size() ? Optional.of(words) : Optional.empty();
  }

  /** The parts between slashes. */
  static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }
}
