package fovea.serve.http;

import fovea.serve.limits.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Reads a request's body as it comes. Whoever is slow holds memory for a while, but no thread. */
final class BodyReader {
  private static final int FIRST = 1 << 14;
  private static final long DISCARD_MILLISECONDS = 2_000;

  private enum State {
    UNREAD,
    READING,

    /** Refused or given up; what still comes isn't wanted. */
    GIVEN_UP,

    /** Nothing more comes, though more should. */
    BROKEN,

    /** All of it was read, or there is none. */
    OVER
  }

  private final Request request;
  private final Transport transport;
  private final long declared;
  private final AtomicReference<State> state;
  private byte[] bytes = {};
  private volatile int size;
  private BodyMemory memory;
  private long held;
  private boolean released;
  private volatile Scheduler.@Nullable Task timer;

  BodyReader(Request request, Transport transport) {
    this.request = request;
    this.transport = transport;
    memory = transport.memory();
    declared = request.getLength();
    boolean none = declared <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    state = new AtomicReference<>(none ? State.OVER : State.UNREAD);
  }

  boolean isOver() {
    return state.get() == State.OVER;
  }

  boolean isBroken() {
    return state.get() == State.BROKEN;
  }

  /** Whether the sender waits to be told that the body is wanted, and wasn't. */
  boolean isAwaitingGoAhead() {
    return state.get() == State.UNREAD && request.getHeaders().contains(HttpHeader.EXPECT);
  }

  /** How many bytes came so far. */
  int size() {
    return size;
  }

  void read(
      ExpectedBody expected,
      Consumer<byte[]> then,
      Consumer<Refusal> refused,
      Consumer<Throwable> gone) {
    if (declared > expected.most()) {
      throw tooLarge(expected);
    }
    if (isOver()) {
      then.accept(bytes);
      return;
    }
    if (!state.compareAndSet(State.UNREAD, State.READING)) {
      throw new IllegalStateException("the body was read already");
    }
    long time = transport.limits().bodyTime().toMillis();
    timer =
        transport
            .scheduler()
            .schedule(
                () -> {
                  if (state.compareAndSet(State.READING, State.GIVEN_UP)) {
                    refused.accept(
                        Refusal.tooSlow(
                            "the body hadn't arrived after %s s, with %d bytes of it here"
                                .formatted(time / 1e3, size)));
                  }
                },
                time,
                TimeUnit.MILLISECONDS);
    new Reading(expected, then, refused, gone).run();
  }

  private static Refusal tooLarge(ExpectedBody expected) {
    return Refusal.tooLarge(
        "%s of more than %d MiB".formatted(expected.what(), expected.most() >> 20));
  }

  /** Goes on whenever there is more. */
  private final class Reading implements Invocable.Task {
    private final ExpectedBody expected;
    private final Consumer<byte[]> then;
    private final Consumer<Refusal> refused;
    private final Consumer<Throwable> gone;

    Reading(
        ExpectedBody expected,
        Consumer<byte[]> then,
        Consumer<Refusal> refused,
        Consumer<Throwable> gone) {
      this.expected = expected;
      this.then = then;
      this.refused = refused;
      this.gone = gone;
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
      while (state.get() == State.READING) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          if (state.compareAndSet(State.READING, State.BROKEN)) {
            stopTimer();
            gone.accept(chunk.getFailure());
          }
          return;
        }
        Refusal refusal;
        try {
          refusal = add(chunk.getByteBuffer(), expected);
        } finally {
          chunk.release();
        }
        if (refusal != null) {
          if (state.compareAndSet(State.READING, State.GIVEN_UP)) {
            stopTimer();
            refused.accept(refusal);
          }
          return;
        }
        if (chunk.isLast()) {
          if (state.compareAndSet(State.READING, State.OVER)) {
            stopTimer();
            then.accept(bytes.length == size ? bytes : Arrays.copyOf(bytes, size));
          }
          return;
        }
      }
    }
  }

  /**
   * @return why not, or null
   */
  private synchronized @Nullable Refusal add(ByteBuffer more, ExpectedBody expected) {
    if (released) {
      return null; // given up a moment ago
    }
    int count = more.remaining();
    if (count > expected.most() - size) {
      return tooLarge(expected);
    }
    if (size + count > bytes.length) {
      int wanted = Math.max(size + count, Math.max(FIRST, 2 * bytes.length));
      // A body of a length that was said ends up in an array of that length, not to be copied.
      int room = declared >= size + count ? (int) Math.min(declared, wanted) : wanted;
      memory = expected.lasting() ? transport.lasting() : transport.memory();
      long taken = (long) expected.times() * (room - bytes.length);
      if (!memory.take(taken)) {
        return Refusal.queueFull(
            "too many large requests arrive at once for the memory that there is; ask again");
      }
      held += taken;
      bytes = Arrays.copyOf(bytes, room);
    }
    more.get(bytes, size, count);
    size += count;
    return null;
  }

  private void stopTimer() {
    Scheduler.Task running = timer;
    if (running != null) {
      boolean unused = running.cancel();
    }
  }

  /** Throws away what still comes, for a while. */
  void discard(Consumer<@Nullable Throwable> then) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DISCARD_MILLISECONDS);
    state.set(State.GIVEN_UP);
    new Discarding(deadline, then).run();
  }

  private final class Discarding implements Invocable.Task {
    private final long deadline;
    private final Consumer<@Nullable Throwable> then;
    private final Scheduler.Task end;

    Discarding(long deadline, Consumer<@Nullable Throwable> then) {
      this.deadline = deadline;
      this.then = then;
      end =
          transport
              .scheduler()
              .schedule(
                  () -> then.accept(new TimeoutException("still sending")),
                  DISCARD_MILLISECONDS,
                  TimeUnit.MILLISECONDS);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
      while (System.nanoTime() < deadline) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          finish(chunk.getFailure());
          return;
        }
        chunk.release();
        if (chunk.isLast()) {
          finish(null);
          return;
        }
      }
    }

    private void finish(@Nullable Throwable thrown) {
      boolean unused = end.cancel();
      then.accept(thrown);
    }
  }

  /** Gives back the memory; whoever was given the bytes keeps them as long as it likes. */
  synchronized void release() {
    stopTimer();
    released = true;
    memory.give(held);
    held = 0;
  }
}
