package fovea.serve.v2;

import fovea.run.Version;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Reply;
import fovea.serve.http.Route;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What the service and its models are, and whether they are ready.
 *
 * @param draining whether the service is about to end
 */
public record Metadata(ServedModels models, BooleanSupplier draining, int drainSeconds) {
  private static final String MODEL = "/v2/models/{model}";
  private static final String VERSION = MODEL + "/versions/{version}";

  private record Server(String name, String version, List<String> extensions) {}

  private record Live(boolean live) {}

  private record Ready(boolean ready) {}

  private record ModelReady(String name, boolean ready) {}

  /**
   * A tensor that goes in or comes out; a size that may be any is -1.
   *
   * @param datatype as the protocol spells it
   */
  private record Declared(String name, String datatype, List<Long> shape) {}

  private record Described(
      String name,
      List<String> versions,
      String platform,
      List<Declared> inputs,
      List<Declared> outputs) {}

  /** All of its routes. */
  public List<Route> routes() {
    return Stream.concat(
            Stream.of(
                Route.of("GET", "/v2", (exchange, words, query) -> exchange.reply(server())),
                Route.of(
                        "GET",
                        "/v2/health/live",
                        (exchange, words, query) -> exchange.reply(Reply.json(new Live(true))))
                    .opened()
                    .toTheEnd(),
                Route.of(
                        "GET",
                        "/v2/health/ready",
                        (exchange, words, query) -> {
                          requireReady();
                          exchange.reply(Reply.json(new Ready(true)));
                        })
                    .opened()
                    .toTheEnd()),
            Stream.of(MODEL, VERSION)
                .flatMap(
                    path ->
                        Stream.of(
                            Route.of("GET", path, described()),
                            Route.of("GET", path + "/ready", modelReady()).toTheEnd())))
        .toList();
  }

  private static Reply server() {
    return Reply.json(new Server("fovea", Version.current(), List.of("binary_tensor_data")));
  }

  private void requireReady() {
    if (draining.getAsBoolean()) {
      throw Refusal.draining(drainSeconds);
    }
    if (!models.areReady()) {
      throw Refusal.loading("models are being loaded; ask again");
    }
  }

  private Endpoint described() {
    return (exchange, words, query) -> {
      String name = words.getOrDefault("model", "");
      try (ModelVersion.Lease lease = models.lease(name, words.get("version"))) {
        ModelVersion version = lease.version();
        long classes = version.classes().size();
        exchange.reply(
            Reply.json(
                new Described(
                    name,
                    models.versions(name),
                    "fovea_pytorch",
                    List.of(
                        new Declared(
                            Protocol.IMAGES,
                            Protocol.FP32,
                            List.of(-1L, 3L, (long) version.height(), (long) version.width()))),
                    List.of(
                        new Declared(
                            Protocol.PROBABILITIES, Protocol.FP32, List.of(-1L, classes))))));
      }
    };
  }

  private Endpoint modelReady() {
    return (exchange, words, query) -> {
      String name = words.getOrDefault("model", "");
      if (draining.getAsBoolean()) {
        throw Refusal.draining(drainSeconds);
      }
      models.lease(name, words.get("version")).close();
      exchange.reply(Reply.json(new ModelReady(name, true)));
    };
  }
}
