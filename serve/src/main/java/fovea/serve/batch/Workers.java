package fovea.serve.batch;

import fovea.evaluate.Scores;
import fovea.serve.metrics.ServiceMetrics;
import fovea.serve.model.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that compute what is queued, each on one core: two small batches beside one another take
 * less time than one after the other on two cores.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final ImageQueue queue;
  private final int batch;
  private final ServiceMetrics metrics;
  private final List<Thread> threads;

  Workers(ImageQueue queue, int workers, int batch, ServiceMetrics metrics) {
    this.queue = queue;
    this.batch = batch;
    this.metrics = metrics;
    threads =
        IntStream.range(0, workers)
            .mapToObj(
                i -> {
                  Thread thread = new Thread(this::work, "compute-" + (i + 1));
                  thread.setDaemon(true);
                  thread.start();
                  return thread;
                })
            .toList();
  }

  private void work() {
    try {
      for (List<QueuedImage> next = queue.take(batch); !next.isEmpty(); next = queue.take(batch)) {
        computeWanted(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the model open until the end, whatever becomes of jobs meanwhile. */
  private void computeWanted(List<QueuedImage> images) {
    List<QueuedImage> wanted = new ArrayList<>();
    List<ModelVersion.Lease> uses = new ArrayList<>();
    try {
      for (QueuedImage image : images) {
        if (image.job().isLate()) {
          image.job().expire();
        }
        ModelVersion.Lease use = image.job().take(image.number());
        if (use != null) {
          uses.add(use);
          wanted.add(image);
        }
      }
      if (!wanted.isEmpty()) {
        compute(wanted);
      }
    } finally {
      uses.forEach(ModelVersion.Lease::close);
    }
  }

  private void compute(List<QueuedImage> images) {
    long start = System.nanoTime();
    List<Scores> scores;
    try {
      scores =
          images.get(0).job().version().scores(images.stream().map(QueuedImage::input).toList());
    } catch (RuntimeException | Error e) {
      refuse(images, e);
      return;
    }
    long nanos = System.nanoTime() - start;
    metrics.computed(images.get(0).job().version().name(), images.size(), nanos);
    for (int i = 0; i < images.size(); i++) {
      QueuedImage image = images.get(i);
      image.job().deliver(image.number(), scores.get(i), images.size());
    }
  }

  /** One image must not spoil those of others. */
  private void refuse(List<QueuedImage> images, Throwable thrown) {
    if (images.size() == 1) {
      LOG.error("an image can't be computed", thrown);
      images.get(0).job().fail(thrown);
    } else {
      images.forEach(image -> compute(List.of(image)));
    }
  }

  /** Computes what is queued still, and ends. */
  @Override
  public void close() {
    queue.close();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
