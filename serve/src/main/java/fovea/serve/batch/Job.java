package fovea.serve.batch;

import fovea.evaluate.Scores;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The images of a request on their way to an answer. It ends once: when all are computed, when one
 * can't be, or when its time is up while some still wait.
 */
final class Job {
  private final ModelVersion.Lease lease;
  private final long arrived = System.nanoTime();
  private final long allowedMilliseconds;
  private final @Nullable Scores[] found;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private int waiting;
  private int left;
  private boolean over;
  private final long[] decoding;
  private long computingFrom;
  private int batch;

  /**
   * @param lease closed when the job ends
   */
  Job(ModelVersion.Lease lease, int images, long allowedMilliseconds) {
    this.lease = lease;
    this.allowedMilliseconds = allowedMilliseconds;
    found = new Scores[images];
    decoding = new long[images];
    waiting = images;
    left = images;
  }

  ModelVersion version() {
    return lease.version();
  }

  CompletableFuture<Answer> answer() {
    return answer;
  }

  synchronized boolean isOver() {
    return over;
  }

  /** Ends it if its time is up and not all its images are being computed yet. */
  void expire() {
    synchronized (this) {
      if (over || waiting == 0) {
        return;
      }
      over = true;
    }
    lease.close();
    boolean unused = answer.completeExceptionally(Refusal.deadlinePassed(allowedMilliseconds));
  }

  /** Whether its time is up. */
  boolean isLate() {
    return System.nanoTime() - arrived > allowedMilliseconds * 1_000_000;
  }

  /** An image was decoded. */
  synchronized void decoded(int image, long nanos) {
    decoding[image] = nanos;
  }

  /**
   * An image is about to be computed.
   *
   * @return a use of the model that lasts as long as the computing, since the job may end before;
   *     null where it has ended already
   */
  synchronized ModelVersion.@Nullable Lease take(int image) {
    if (over) {
      return null;
    }
    waiting--;
    if (computingFrom == 0) {
      computingFrom = Math.max(arrived, System.nanoTime() - decoding[image]);
    }
    return lease.again();
  }

  /**
   * An image was computed.
   *
   * @param together how many were computed at a time
   */
  void deliver(int image, Scores scores, int together) {
    Answer complete;
    synchronized (this) {
      if (over) {
        return;
      }
      found[image] = scores;
      batch = Math.max(batch, together);
      left--;
      if (left > 0) {
        return;
      }
      over = true;
      List<Scores> all = Arrays.stream(found).map(Objects::requireNonNull).toList();
      long queued = computingFrom - arrived;
      long computing = System.nanoTime() - computingFrom;
      complete =
          new Answer(
              lease.version().name(),
              lease.version().version(),
              lease.version().classes(),
              lease.version().fitted(),
              all,
              new Timing(milliseconds(queued), milliseconds(computing), batch));
    }
    lease.close();
    boolean unused = answer.complete(complete);
  }

  private static double milliseconds(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }

  /** Ends it without an answer. */
  void fail(Throwable thrown) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    lease.close();
    boolean unused = answer.completeExceptionally(thrown);
  }
}
