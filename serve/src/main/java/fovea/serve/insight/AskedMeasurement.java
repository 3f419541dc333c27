package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Exchange;
import fovea.serve.http.Query;
import fovea.serve.http.Reply;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers by what was measured on test pictures; until it was, by how far that is.
 *
 * @param data whose pictures they are; refuses where there are none
 * @param answer a record, whose parts become the reply's
 */
record AskedMeasurement<T>(
    ServedModels models,
    Questions questions,
    Measurements data,
    Measured<T> measured,
    List<String> parameters,
    Answer<T> answer)
    implements Endpoint {
  private static final String SECONDS = "1";

  /** What is replied of what was found. */
  @FunctionalInterface
  interface Answer<T> {
    Object of(T found, Query query);
  }

  private record Measuring(String state, long done, long of) {}

  private record Found(String model, String version, String data, @JsonUnwrapped Object found) {}

  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    String name = words.getOrDefault("model", "");
    String known = data.data().name();
    try (ModelVersion.Lease lease = models.lease(name, words.get("version"))) {
      String version = lease.version().version();
      Measured.State<T> state = measured.of(lease);
      Optional<T> found = state.found();
      if (found.isEmpty()) {
        exchange.reply(
            Reply.json(202, new Measuring("measuring", state.done(), state.all()))
                .with("Retry-After", SECONDS));
        return;
      }
      T all = found.get();
      questions.ask( // pictures take a moment to be written
          exchange::refuse,
          waited ->
              exchange.guarded(
                  () ->
                      exchange.reply(
                          Reply.json(new Found(name, version, known, answer.of(all, query))))));
    }
  }
}
