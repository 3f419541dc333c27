package fovea.nn;

import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pass through networks in training, on the thread that begins it. What modules draw in it
 * depends on its number and the generator of {@link Module#reseed} only, and what it changes in
 * them waits for {@link #applyChanges}: so passes may be made in any order and beside one another.
 *
 * <pre>{@code
 * Pass pass = Pass.begin(number);
 * try (pass) {
 *   loss = ... network.call(images) ...;
 * }
 * pass.applyChanges(); // in the passes' order
 * }</pre>
 *
 * <p>{@link #applyChanges} or {@link #forgetChanges} has to follow, or the tensors stay that the
 * changes look at.
 */
public final class Pass implements AutoCloseable {
  private static final ThreadLocal<@Nullable Pass> CURRENT = new ThreadLocal<>();

  private final long number;
  private final IdentityHashMap<Module, Integer> calls = new IdentityHashMap<>();
  private final List<Runnable> changes = new ArrayList<>();
  private final Scope memory = Scope.detached();

  private final boolean besideOthers;

  private Pass(long number, boolean besideOthers) {
    this.number = number;
    this.besideOthers = besideOthers;
  }

  /**
   * Begins a pass on this thread, which it has until the pass is closed.
   *
   * @param number counted from 0
   * @throws IllegalStateException if another is under way on this thread
   */
  public static Pass begin(long number) {
    return begin(new Pass(number, true));
  }

  /** {@link #begin}, of a pass beside which there are no others: its changes are made at once. */
  public static Pass alone(long number) {
    return begin(new Pass(number, false));
  }

  private static Pass begin(Pass pass) {
    if (CURRENT.get() != null) {
      throw new IllegalStateException("a pass is under way on this thread; close it first");
    }
    CURRENT.set(pass);
    return pass;
  }

  /** Whether this thread makes a pass whose changes have to wait. */
  static boolean isBesideOthers() {
    Pass pass = CURRENT.get();
    return pass != null && pass.besideOthers;
  }

  /**
   * What a module draws from in its next call on this thread: within a pass the pass's own numbers,
   * others each time it is called, else the generator itself.
   */
  static Rng randomness(Module module, Rng rng) {
    Pass pass = CURRENT.get();
    if (pass == null) {
      return rng;
    }
    int call = pass.calls.merge(module, 1, Integer::sum);
    Rng own = call == 1 ? rng.copy() : rng.split("call", call);
    own.seek(pass.number);
    return own;
  }

  /**
   * Makes a change after the pass of this thread, in the passes' order; at once, outside of one.
   *
   * @param seen tensors of the pass that the change looks at
   */
  static void afterwards(Runnable change, Tensor... seen) {
    Pass pass = CURRENT.get();
    if (pass == null || !pass.besideOthers) {
      change.run();
      return;
    }
    for (Tensor tensor : seen) {
      Tensor unused = pass.memory.adopt(tensor);
    }
    pass.changes.add(change);
  }

  /** Makes the changes that the modules put off; on any thread, once the pass is closed. */
  public void applyChanges() {
    changes.forEach(Runnable::run);
    forgetChanges();
  }

  /** Gives up what was put off, as after a failure. */
  public void forgetChanges() {
    changes.clear();
    memory.close();
  }

  /** Ends the pass on the thread that began it; the changes that were put off still wait. */
  @Override
  public void close() {
    CURRENT.remove();
  }
}
