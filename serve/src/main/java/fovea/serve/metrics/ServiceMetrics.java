package fovea.serve.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Counts and times of the service, in a registry of its own. */
public final class ServiceMetrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final double[] IMAGES = {1, 2, 4, 8, 16};
  private static final String SERVED = "served";
  private static final String REFUSED = "refused";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();

  private final Counter requests =
      Counter.builder()
          .name("fovea_requests_total")
          .help("Requests that were answered, by the pattern of their path and the status.")
          .labelNames("endpoint", "status")
          .register(registry);

  private final Histogram seconds =
      Histogram.builder()
          .name("fovea_request_seconds")
          .help("From the first line of a request to the end of its reply.")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .labelNames("endpoint")
          .register(registry);

  private final Counter images =
      Counter.builder()
          .name("fovea_images_total")
          .help("Images that a network was shown, by model.")
          .labelNames("model")
          .register(registry);

  private final Histogram batches =
      Histogram.builder()
          .name("fovea_batch_images")
          .help("Images that were computed at a time.")
          .classicOnly()
          .classicUpperBounds(IMAGES)
          .register(registry);

  private final Histogram computing =
      Histogram.builder()
          .name("fovea_compute_seconds")
          .help("What a network took for the images of a batch.")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .labelNames("model")
          .register(registry);

  private final Counter reloads =
      Counter.builder()
          .name("fovea_reloads_total")
          .help("Model files that were replaced, by whether the new one is served.")
          .labelNames("model", "outcome")
          .register(registry);

  /** A request has ended. */
  public void answered(String endpoint, int status, Duration taken) {
    requests.labelValues(endpoint, String.valueOf(status)).inc();
    seconds.labelValues(endpoint).observe(taken.toNanos() / 1e9);
  }

  /** Images were computed together. */
  public void computed(String model, int together, long nanos) {
    images.labelValues(model).inc(together);
    batches.observe(together);
    computing.labelValues(model).observe(nanos / 1e9);
  }

  /** A model's file was replaced. */
  public void reloaded(String model, boolean served) {
    reloads.labelValues(model, served ? SERVED : REFUSED).inc();
  }

  /** A model is served no longer, and its name may never come again. */
  public void forget(String model) {
    images.remove(model);
    computing.remove(model);
    reloads.remove(model, SERVED);
    reloads.remove(model, REFUSED);
  }

  /** Adds a figure that is looked at when somebody asks. */
  public void watch(String name, String help, DoubleSupplier figure) {
    GaugeWithCallback unused =
        GaugeWithCallback.builder()
            .name(name)
            .help(help)
            .callback(callback -> callback.call(figure.getAsDouble()))
            .register(registry);
  }

  /**
   * All figures in a format.
   *
   * @param type of it
   */
  @SuppressWarnings("ArrayRecordComponent") // made once and sent
  public record Exposition(String type, byte[] bytes) {}

  /**
   * All figures.
   *
   * @param accept header of who asks, or null
   */
  public Exposition exposition(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    if (!writer.isAvailable()) {
      writer = formats.getPrometheusTextFormatWriter();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(bytes, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exposition(writer.getContentType(), bytes.toByteArray());
  }
}
