package fovea.tensor;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves of a thread's own over the weights of others: in its {@link #on block} every operation
 * sees the leaf in place of the parameter, so that backward passes on several threads collect their
 * gradients apart. In bfloat16, convolutions and linear layers see one over converted weights,
 * which all threads share. Made after whatever moves the parameters, such as a {@link FlatBuffer},
 * and closed before.
 */
public final class Leaves implements AutoCloseable {
  private static final ThreadLocal<@Nullable Leaves> CURRENT = new ThreadLocal<>();

  private final Scope memory = Scope.detached();
  private final List<Leaf> leaves = new ArrayList<>();
  private final IdentityHashMap<Tensor, Leaf> own = new IdentityHashMap<>();

  /** What stands for a parameter. */
  private record Leaf(Tensor parameter, Tensor plain, @Nullable Tensor converted) {
    void want(boolean gradient) {
      if (plain.requiresGradient() != gradient) {
        Tensor unused = plain.requireGradient(gradient);
        if (converted != null) {
          unused = converted.requireGradient(gradient);
        }
      }
    }

    @Nullable Tensor takeGradient() {
      Tensor first = taken(plain);
      Tensor second = converted == null ? null : taken(converted);
      if (first == null || second == null) {
        return first == null ? second : first;
      }
      return first.add(second.to(DType.FLOAT32));
    }

    private static @Nullable Tensor taken(Tensor leaf) {
      Tensor gradient = leaf.gradient();
      if (gradient != null) {
        drop(leaf);
      }
      return gradient;
    }

    void dropGradient() {
      drop(plain);
      if (converted != null) {
        drop(converted);
      }
    }

    private static void drop(Tensor leaf) {
      Native.run("drop gradients", () -> leaf.handle().mutable_grad().reset());
    }
  }

  /**
   * Leaves over these parameters' memory.
   *
   * @param parameters float32 leaves
   * @param converted one of each parameter's shape, in bfloat16, which the caller keeps equal to
   *     it; or none at all
   */
  public Leaves(List<Tensor> parameters, List<Tensor> converted) {
    try (Scope temporary = Scope.open()) {
      for (int i = 0; i < parameters.size(); i++) {
        Tensor parameter = parameters.get(i);
        Tensor plain = memory.adopt(parameter.detach());
        Leaf leaf =
            new Leaf(
                parameter,
                plain,
                converted.isEmpty() ? null : memory.adopt(converted.get(i).detach()));
        leaves.add(leaf);
        own.put(parameter, leaf);
        parameter.hasLeaves();
      }
    }
  }

  /** What stands for a parameter on this thread. */
  static @Nullable Tensor insteadOf(Tensor parameter) {
    Leaves leaves = CURRENT.get();
    Leaf leaf = leaves == null ? null : leaves.own.get(parameter);
    return leaf == null ? null : leaf.plain;
  }

  /**
   * What stands for it in a convolution or product on this thread, if that computes in bfloat16.
   */
  static @Nullable Tensor convertedOf(Tensor parameter) {
    Leaves leaves = CURRENT.get();
    Leaf leaf = leaves == null ? null : leaves.own.get(parameter);
    return leaf == null || leaf.converted == null || !Precision.isConverting()
        ? null
        : leaf.converted;
  }

  /**
   * A block on this thread in which the leaves stand for the parameters. They want a gradient where
   * the parameters do. Blocks of one object are not open on two threads at once.
   */
  public Block on() {
    leaves.forEach(leaf -> leaf.want(leaf.parameter.requiresGradient()));
    return new Block(this);
  }

  /**
   * The gradients collected since the last time, which the leaves no longer hold.
   *
   * @return in the parameters' order, null for those that none went to; in float32, or in bfloat16
   *     where they are of converted weights; in the current scope
   */
  public List<@Nullable Tensor> takeGradients() {
    List<@Nullable Tensor> gradients = new ArrayList<>();
    leaves.forEach(leaf -> gradients.add(leaf.takeGradient()));
    return gradients;
  }

  /** Forgets the gradients collected since the last time. */
  public void dropGradients() {
    leaves.forEach(Leaf::dropGradient);
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
