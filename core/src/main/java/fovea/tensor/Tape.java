package fovea.tensor;

import fovea.FoveaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a thread computed, in order: while a tape is open on a thread, every operation notes itself
 * there. Whoever must see a network as a graph reads the tape of one call.
 *
 * <pre>{@code
 * try (Tape tape = Tape.open()) {
 *   Tensor logits = network.call(images);
 *   for (Operation operation : tape.operations()) { ... }
 * }
 * }</pre>
 *
 * Tapes nest, and an outer one goes on noting. They keep no memory alive: a tensor on a tape ends
 * with its scope, and its shape and type can still be read.
 */
public final class Tape implements AutoCloseable {
  private static final ThreadLocal<@Nullable Tape> CURRENT = new ThreadLocal<>();

  /** Open ones on all threads, which spares operations the look at their own thread's. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final @Nullable Tape outer;
  private final List<Operation> operations = new ArrayList<>();
  private boolean closed;

  private Tape(@Nullable Tape outer) {
    this.outer = outer;
  }

  /** For try-with-resources. */
  public static Tape open() {
    Tape tape = new Tape(CURRENT.get());
    CURRENT.set(tape);
    OPEN.incrementAndGet();
    return tape;
  }

  /** What was noted so far, a view; it can be read after closing too. */
  public List<Operation> operations() {
    return Collections.unmodifiableList(operations);
  }

  /** Notes nothing more. Closing twice is harmless. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (CURRENT.get() != this) {
      throw new FoveaException(
          "close: another tape was opened after this one, or on another thread; close tapes in"
              + " reverse order where they were opened, best by try-with-resources");
    }
    closed = true;
    OPEN.decrementAndGet();
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** Notes an operation if a tape is open here; else its operands are not even listed. */
  static void note(String name, Supplier<Operands> operands, @Nullable Tensor result) {
    if (OPEN.get() != 0) {
      Tape tape = CURRENT.get();
      if (tape != null) {
        Operation operation = operands.get().operation(name, result);
        for (Tape at = tape; at != null; at = at.outer) {
          at.operations.add(operation);
        }
      }
    }
  }
}
