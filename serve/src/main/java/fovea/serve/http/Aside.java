package fovea.serve.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * An endpoint that reads files or computes a little, so that it mustn't hold an event thread.
 *
 * @param threads that it runs on
 */
public record Aside(Executor threads, Endpoint endpoint) implements Endpoint {
  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    threads.execute(() -> exchange.guarded(() -> endpoint.answer(exchange, words, query)));
  }

  @Override
  public List<String> parameters() {
    return endpoint.parameters();
  }
}
