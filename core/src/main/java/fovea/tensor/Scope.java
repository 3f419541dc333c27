package fovea.tensor;

import fovea.FoveaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The owner of tensors: every tensor made while a scope is open on its thread dies when the scope
 * closes, unless it was {@linkplain #keep kept}.
 *
 * <pre>{@code
 * try (Scope step = Scope.open()) {
 *   Tensor loss = ...;
 * }
 * }</pre>
 *
 * Scopes nest and belong to the thread that opened them. A {@linkplain #detached() detached} scope
 * is on no thread's stack: it owns only what it {@linkplain #adopt adopts}, as a module owns its
 * parameters.
 */
public final class Scope implements AutoCloseable {
  private static final ThreadLocal<Deque<Scope>> STACK = ThreadLocal.withInitial(ArrayDeque::new);

  /** Tensors listed before those are looked for that have gone to another scope. */
  private static final int FEW = 64;

  private final @Nullable Thread thread;
  private final List<Tensor> tensors = new ArrayList<>();
  private int full = FEW;
  private boolean closed;

  private Scope(@Nullable Thread thread) {
    this.thread = thread;
  }

  /** Opens a scope on this thread; whoever opens one closes it. */
  public static Scope open() {
    Scope scope = new Scope(Thread.currentThread());
    STACK.get().push(scope);
    return scope;
  }

  /** A scope that owns only what it adopts, until it is closed; any thread may close it. */
  public static Scope detached() {
    return new Scope(null);
  }

  /**
   * Hands a tensor to the enclosing scope, so that it outlives this one. A tensor that a module or
   * an outer scope owns does so anyway and stays where it is.
   *
   * @return the same tensor
   * @throws FoveaException if this is the thread's outermost scope
   */
  public Tensor keep(Tensor tensor) {
    boolean doomed = tensor.hasEnded();
    boolean below = false;
    for (Scope scope : STACK.get()) {
      if (below) {
        return doomed ? scope.adopt(tensor) : tensor;
      }
      doomed |= tensor.isOwnedBy(scope);
      below = scope == this;
    }
    throw new FoveaException(
        "keep: no scope is open around this one, so nothing could own tensor "
            + tensor.shape()
            + "; open an outer scope, or let a detached one adopt it");
  }

  /**
   * Takes a tensor over from the scope that owned it.
   *
   * @return the same tensor
   */
  public Tensor adopt(Tensor tensor) {
    if (closed) {
      throw new FoveaException("adopt: this scope has ended and can't own tensors any more");
    }
    tensor.ownedBy(this);
    if (tensors.size() >= full) { // or a scope that lives long would list what others have freed
      tensors.removeIf(other -> !other.isOwnedBy(this));
      full = Math.max(FEW, 2 * tensors.size());
    }
    tensors.add(tensor);
    return tensor;
  }

  /** How many tensors it holds on to, some of which may be another's by now. */
  int listed() {
    return tensors.size();
  }

  /** Frees every tensor that this scope still owns. Closing twice is harmless. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (thread != null) {
      leaveStack();
    }
    closed = true;
    for (Tensor tensor : tensors) {
      if (tensor.isOwnedBy(this)) {
        tensor.free();
      }
    }
    tensors.clear();
  }

  private void leaveStack() {
    if (thread != Thread.currentThread()) {
      throw new FoveaException(
          "close: this scope was opened on thread "
              + (thread == null ? "none" : thread.getName())
              + " and can only be closed there");
    }
    Deque<Scope> stack = STACK.get();
    if (stack.peek() != this) {
      throw new FoveaException(
          "close: a scope opened inside this one is still open; close scopes in reverse order,"
              + " best by try-with-resources");
    }
    stack.pop();
    if (stack.isEmpty()) {
      STACK.remove();
    }
  }

  /** The innermost scope of this thread, about to own the result of an operation. */
  static Scope current(String operation) {
    Scope scope = STACK.get().peek();
    if (scope == null) {
      throw new FoveaException(
          operation
              + ": no scope is open on thread "
              + Thread.currentThread().getName()
              + ", so nothing would own the result; wrap the code in"
              + " try (Scope scope = Scope.open()) { ... }");
    }
    return scope;
  }
}
