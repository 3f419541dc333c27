package fovea.serve.insight;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Something that takes a while to be found out about a model: begun when it is first asked for, and
 * kept for the versions that were asked about last. That it can't be is kept as well; what failed
 * of a file is tried again after a while.
 */
final class Measured<T> {
  private static final int KEPT = 4;
  private static final int MOST_BEGUN = 8;
  private static final long TRIED_AGAIN_NANOS = Duration.ofSeconds(60).toNanos();

  private final Work<T> work;
  private final Executor thread;
  private final LongSupplier nanos;
  private final Map<ModelVersion, State<T>> states = new LinkedHashMap<>();

  /** Finds it out. */
  @FunctionalInterface
  interface Work<T> {
    T of(ModelVersion version, Progress progress);
  }

  /** How far it is. */
  static final class State<T> {
    private final CompletableFuture<T> found = new CompletableFuture<>();
    private volatile long done;
    private volatile long all;
    private volatile long failedAt;
    private volatile boolean forGood;

    long done() {
      return done;
    }

    /** 0 while nobody knows. */
    long all() {
      return all;
    }

    /**
     * What was found, if it was already.
     *
     * @throws Refusal if it can't be
     * @throws FoveaException if a file failed meanwhile
     */
    Optional<T> found() {
      if (!found.isDone()) {
        return Optional.empty();
      }
      try {
        return Optional.of(found.join());
      } catch (RuntimeException e) {
        if (e.getCause() instanceof FoveaException cause) {
          throw NotPossible.because(cause);
        }
        throw e;
      }
    }

    private void failed(Throwable thrown, long now) {
      // What the model itself can't be asked will never change.
      forGood = thrown instanceof FoveaException no && !FileFailure.isBehind(no);
      failedAt = now;
      found.completeExceptionally(thrown);
    }

    private boolean mayBeTriedAgain(long now) {
      return found.isCompletedExceptionally() && !forGood && now - failedAt >= TRIED_AGAIN_NANOS;
    }
  }

  Measured(Work<T> work, Executor thread) {
    this(work, thread, System::nanoTime);
  }

  Measured(Work<T> work, Executor thread, LongSupplier nanos) {
    this.work = work;
    this.thread = thread;
    this.nanos = nanos;
  }

  /**
   * How far it is for a model, which is kept open until it has been found out.
   *
   * @throws Refusal if it isn't begun yet, and as many others as may be are
   */
  synchronized State<T> of(ModelVersion.Lease lease) {
    ModelVersion version = lease.version();
    State<T> state = states.remove(version);
    if (state == null || state.mayBeTriedAgain(nanos.getAsLong())) {
      requireRoom();
      state = new State<>();
      begin(state, lease.again());
    }
    states.put(version, state);
    forget();
    return state;
  }

  private void begin(State<T> state, ModelVersion.Lease lease) {
    try {
      thread.execute(new Begun<>(this, state, lease));
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Work that waits for its thread. It keeps its model open until it has run, or is closed. */
  record Begun<T>(Measured<T> measured, State<T> state, ModelVersion.Lease lease)
      implements Runnable, AutoCloseable {
    @Override
    public void run() {
      try (lease) {
        state.found.complete(
            measured.work.of(
                lease.version(),
                (done, all) -> {
                  state.done = done;
                  state.all = all;
                }));
      } catch (RuntimeException | Error e) {
        state.failed(e, measured.nanos.getAsLong());
      }
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  private void requireRoom() {
    if (states.values().stream().filter(state -> !state.found.isDone()).count() >= MOST_BEGUN) {
      throw Refusal.queueFull(
          "%d models are being measured already, each of which takes a while; ask again"
              .formatted(MOST_BEGUN));
    }
  }

  /** What isn't found yet stays, so that it isn't begun anew. */
  private void forget() {
    Iterator<State<T>> oldest = states.values().iterator();
    while (states.size() > KEPT && oldest.hasNext()) {
      if (oldest.next().found.isDone()) {
        oldest.remove();
      }
    }
  }
}
