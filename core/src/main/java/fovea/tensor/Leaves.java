package fovea.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves of a thread's own over the weights of others: in its {@link #on block} every operation
 * sees the leaf in place of the parameter, so that backward passes on several threads collect their
 * gradients apart. Made after whatever moves the parameters, such as a {@link FlatBuffer}, and
 * closed before.
 */
public final class Leaves implements AutoCloseable {
  private static final ThreadLocal<@Nullable Leaves> CURRENT = new ThreadLocal<>();

  private final Scope memory = Scope.detached();
  private final IdentityHashMap<Tensor, Tensor> own = new IdentityHashMap<>();
  private final List<Tensor> parameters;
  private final List<Tensor> leaves = new ArrayList<>();

  /**
   * Leaves over these parameters' memory.
   *
   * @param parameters float32 leaves
   */
  public Leaves(Collection<Tensor> parameters) {
    this.parameters = List.copyOf(parameters);
    try (Scope temporary = Scope.open()) {
      for (Tensor parameter : parameters) {
        Tensor leaf = memory.adopt(parameter.detach());
        leaves.add(leaf);
        own.put(parameter, leaf);
        parameter.hasLeaves();
      }
    }
  }

  /** What stands for a parameter on this thread. */
  static @Nullable Tensor insteadOf(Tensor parameter) {
    Leaves leaves = CURRENT.get();
    return leaves == null ? null : leaves.own.get(parameter);
  }

  /**
   * A block on this thread in which the leaves stand for the parameters. They want a gradient where
   * the parameters do. Blocks of one object are not open on two threads at once.
   */
  public Block on() {
    for (int i = 0; i < leaves.size(); i++) {
      Tensor leaf = leaves.get(i);
      boolean wanted = parameters.get(i).requiresGradient();
      if (leaf.requiresGradient() != wanted) {
        Tensor unused = leaf.requireGradient(wanted);
      }
    }
    return new Block(this);
  }

  /**
   * The gradients collected since the last time, which the leaves no longer hold.
   *
   * @return in the parameters' order, null for those that none went to; in the current scope
   */
  public List<@Nullable Tensor> takeGradients() {
    List<@Nullable Tensor> gradients = new ArrayList<>();
    for (Tensor leaf : leaves) {
      gradients.add(leaf.gradient());
      Native.run("take gradients", () -> leaf.handle().mutable_grad().reset());
    }
    return gradients;
  }

  /** Frees the leaves; the parameters keep their values. */
  @Override
  public void close() {
    memory.close();
  }

  /** For try-with-resources; what stood for the parameters before does so again. */
  public static final class Block implements AutoCloseable {
    private final @Nullable Leaves before = CURRENT.get();

    private Block(Leaves leaves) {
      CURRENT.set(leaves);
    }

    @Override
    public void close() {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }
}
