package fovea.serve;

import fovea.serve.batch.Predictions;
import fovea.serve.http.Exchange;
import fovea.serve.http.HttpServer;
import fovea.serve.http.Reply;
import fovea.serve.http.Route;
import fovea.serve.insight.Insights;
import fovea.serve.insight.TestData;
import fovea.serve.limits.Refusal;
import fovea.serve.metrics.ServiceMetrics;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ServedModels;
import fovea.serve.page.PageFiles;
import fovea.serve.runs.RunEvents;
import fovea.serve.runs.WatchedRuns;
import fovea.serve.v1.Models;
import fovea.serve.v1.Predict;
import fovea.serve.v2.Infer;
import fovea.serve.v2.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Models over HTTP.
 *
 * <pre>{@code
 * try (Service service = Service.start(settings, List.of(ModelSource.of(Path.of("runs/first"))))) {
 *   service.load(); // until then it says that it is loading
 *   ...
 *   service.drain();
 * }
 * }</pre>
 */
public final class Service implements AutoCloseable {
  private final ServiceSettings settings;
  private final ServiceMetrics metrics = new ServiceMetrics();
  private final ServedModels models;
  private final Predictions predictions;
  private final Insights insights;
  private final RunEvents events;
  private volatile @Nullable HttpServer http;
  private volatile int port;

  private Service(ServiceSettings settings, List<ModelSource> sources) {
    this.settings = settings;
    models =
        new ServedModels(sources, settings.limits().batch(), settings.notices(), metrics::reloaded);
    predictions = new Predictions(settings.limits(), settings.workers(), metrics);
    insights =
        new Insights(
            models, settings.limits(), settings.data(), settings.indexes(), metrics::forget);
    events = new RunEvents(new WatchedRuns(settings.runs()), this::isDraining);
  }

  /**
   * Begins to listen.
   *
   * @param sources models, which {@link #load} loads
   * @throws fovea.FoveaException if the port is taken
   */
  public static Service start(ServiceSettings settings, List<ModelSource> sources) {
    Service service = new Service(settings, sources);
    try {
      HttpServer http =
          HttpServer.start(
              settings.door(),
              settings.limits(),
              service.routes(),
              ended -> service.metrics.answered(ended.endpoint(), ended.status(), ended.taken()));
      service.http = http;
      service.port = http.port();
      service.watch(http);
      return service;
    } catch (RuntimeException | Error e) {
      service.close();
      throw e;
    }
  }

  /** All that it answers. */
  List<Route> routes() {
    Executor replies = task -> http().threads().execute(task); // once it has started
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new Metadata(models, this::isDraining, (int) settings.limits().drainTime().toSeconds())
            .routes());
    Infer infer = new Infer(models, predictions, replies);
    routes.add(Route.of("POST", "/v2/models/{model}/infer", infer));
    routes.add(Route.of("POST", "/v2/models/{model}/versions/{version}/infer", infer));
    Predict predict = new Predict(models, predictions, replies);
    Models.paths().forEach(path -> routes.add(Route.of("POST", path + "/predict", predict)));
    new Models(
            models,
            settings.data().map(TestData::name),
            settings.indexes().stream().map(index -> index.about().sha256()).toList())
        .routes()
        .forEach(route -> routes.add(route.aside(replies)));
    routes.addAll(insights.routes());
    events.routes().forEach(route -> routes.add(route.aside(replies)));
    routes.add(
        Route.of("GET", "/metrics", (exchange, words, query) -> expose(exchange))
            .toTheEnd()
            .aside(replies));
    routes.addAll(new PageFiles().routes());
    return routes;
  }

  private void expose(Exchange exchange) {
    ServiceMetrics.Exposition found = metrics.exposition(exchange.header("Accept").orElse(null));
    exchange.reply(Reply.of(200, found.type(), found.bytes()));
  }

  private void watch(HttpServer server) {
    metrics.watch("fovea_queue_images", "Images that wait to be computed.", predictions::waiting);
    metrics.watch(
        "fovea_requests_under_way",
        "Requests that came and aren't answered yet.",
        () -> server.traffic().underWay());
    metrics.watch("fovea_connections", "Open connections.", server::connections);
    metrics.watch(
        "fovea_body_memory_free_bytes", "That bodies may still take.", server::freeBodyMemory);
    Runtime java = Runtime.getRuntime();
    metrics.watch(
        "fovea_heap_used_bytes", "Of Java's memory.", () -> java.totalMemory() - java.freeMemory());
  }

  private HttpServer http() {
    return Objects.requireNonNull(http, "the service has started");
  }

  private boolean isDraining() {
    HttpServer server = http;
    return server != null && server.traffic().isDraining();
  }

  /** The port that it listens at. */
  public int port() {
    return port;
  }

  /** The models that it serves. */
  public ServedModels models() {
    return models;
  }

  /**
   * Loads the models and warms them up; from then on the service is ready.
   *
   * @throws fovea.FoveaException if one can't be served
   */
  public void load() {
    models.load();
  }

  /**
   * Answers what was accepted, and refuses what comes from now on, and what isn't answered in time.
   *
   * @return whether all was answered in time
   */
  public boolean drain() throws InterruptedException {
    return http().drain(settings.limits().drainTime(), this::refuseWhatWaits);
  }

  private void refuseWhatWaits() {
    Refusal why = Refusal.draining((int) settings.limits().drainTime().toSeconds());
    insights.refuse(why);
    predictions.refuse(why);
  }

  /** Ends it at once. */
  @Override
  public void close() {
    try (models;
        insights;
        predictions;
        HttpServer server = http) {
      events.close();
    }
  }
}
