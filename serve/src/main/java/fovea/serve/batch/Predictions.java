package fovea.serve.batch;

import fovea.image.Pixels;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import fovea.serve.metrics.ServiceMetrics;
import fovea.serve.model.Input;
import fovea.serve.model.ModelVersion;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers what images show: decoding, queue, workers and deadlines. */
public final class Predictions implements AutoCloseable {
  private static final int DECODERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Limits limits;
  private final ImageQueue queue;
  private final Workers workers;
  private final ExecutorService decoders;
  private final ScheduledThreadPoolExecutor deadlines;
  private final Set<Job> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Refusal ending;

  /**
   * @param workers threads that compute
   */
  public Predictions(Limits limits, int workers, ServiceMetrics metrics) {
    this.limits = limits;
    queue = new ImageQueue(limits.queuedImages());
    this.workers = new Workers(queue, workers, limits.batch(), metrics);
    decoders =
        new ThreadPoolExecutor(
            DECODERS,
            DECODERS,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "decode");
              thread.setDaemon(true);
              return thread;
            });
    deadlines =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "deadlines");
              thread.setDaemon(true);
              return thread;
            });
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /** Does short work off the event threads, such as taking a body apart. */
  public void aside(Runnable work) {
    decoders.execute(new DecodeTask(DecodeTask.after(1), work));
  }

  /** How many images wait. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Accepts image files.
   *
   * @param lease closed when the answer is there
   * @param milliseconds within which their computing must begin
   * @throws Refusal if the queue is full; then the lease is closed
   */
  public CompletableFuture<Answer> ofFiles(
      ModelVersion.Lease lease, List<Upload> files, long milliseconds) {
    Job job = accepted(lease, files.size(), milliseconds);
    long turn = DecodeTask.after(files.size());
    for (int i = 0; i < files.size(); i++) {
      int number = i;
      decoders.execute(new DecodeTask(turn, () -> decode(job, number, files.get(number))));
    }
    return job.answer();
  }

  /**
   * Accepts images that are in the model's size already.
   *
   * @param lease closed when the answer is there
   * @throws Refusal if the queue is full; then the lease is closed
   */
  public CompletableFuture<Answer> ofInputs(
      ModelVersion.Lease lease, List<Input> images, long milliseconds) {
    Job job = accepted(lease, images.size(), milliseconds);
    for (int i = 0; i < images.size(); i++) {
      queue.put(new QueuedImage(job, i, images.get(i)));
    }
    return job.answer();
  }

  private Job accepted(ModelVersion.Lease lease, int images, long milliseconds) {
    try {
      queue.admit(images);
    } catch (Refusal e) {
      lease.close();
      throw e;
    }
    Job job = new Job(lease, images, milliseconds);
    open.add(job);
    ScheduledFuture<?> deadline =
        deadlines.schedule(job::expire, milliseconds, TimeUnit.MILLISECONDS);
    CompletableFuture<Answer> unused =
        job.answer()
            .whenComplete(
                (answer, thrown) -> {
                  open.remove(job);
                  boolean unusedAnswer = deadline.cancel(false);
                  if (thrown != null) {
                    queue.drop(job);
                  }
                });
    Refusal why = ending;
    if (why != null) {
      job.fail(why);
    }
    return job;
  }

  /** Answers nothing that isn't answered yet, nor what comes from now on. */
  public void refuse(Refusal why) {
    ending = why;
    open.forEach(job -> job.fail(why));
  }

  private void decode(Job job, int number, Upload file) {
    if (job.isLate()) {
      job.expire();
    }
    if (job.isOver()) {
      queue.leave(1);
      return;
    }
    try {
      long start = System.nanoTime();
      ModelVersion version = job.version();
      Pixels pixels = Decoding.decode(file, version.height(), version.width(), limits);
      job.decoded(number, System.nanoTime() - start);
      queue.put(new QueuedImage(job, number, new Input.Picture(pixels)));
    } catch (RuntimeException | Error e) {
      queue.leave(1);
      job.fail(e);
    }
  }

  /** Computes what was accepted, and ends. */
  @Override
  public void close() {
    decoders.shutdown();
    try {
      boolean unused = decoders.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.close();
    List<Runnable> unused = deadlines.shutdownNow();
  }
}
