package fovea.serve.http;

import java.util.List;
import java.util.Map;

/** What answers a kind of request. */
public interface Endpoint {
  /**
   * Answers, now or later; what it throws becomes the reply.
   *
   * @param words of the path that stand for names, such as {@code model}
   * @param query whose parameters are among {@link #parameters}
   */
  void answer(Exchange exchange, Map<String, String> words, Query query);

  /** Names of the parameters that it knows. */
  default List<String> parameters() {
    return List.of();
  }
}
