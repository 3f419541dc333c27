package fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Switches for automatic differentiation, and gradients with respect to chosen tensors. */
public final class Autograd {
  private Autograd() {}

  /** A block on this thread in which nothing is recorded for {@link Tensor#backward}. */
  public static final class NoGrad implements AutoCloseable {
    private final NoGradGuard guard;

    private NoGrad() {
      guard = new NoGradGuard();
    }

    @Override
    public void close() {
      guard.close();
    }
  }

  /** For try-with-resources: {@code try (var off = Autograd.noGrad()) { ... }}. */
  public static NoGrad noGrad() {
    Native.load();
    return new NoGrad();
  }

  static void backward(
      org.bytedeco.pytorch.Tensor output, org.bytedeco.pytorch.Tensor gradient, boolean keepGraph) {
    if (output.requires_grad() && output.is_leaf() && !output.mutable_grad().defined()) {
      org.bytedeco.pytorch.Tensor unused = output.mutable_grad().put(gradient);
      return;
    }
    output.backward(gradient, new BoolOptional(keepGraph), false, new TensorArrayRefOptional());
  }

  /**
   * The gradients of a single number with respect to the inputs; fills no {@link Tensor#gradient}.
   *
   * @param output a tensor with one element
   * @return one tensor for each input, of its shape
   */
  public static List<Tensor> gradients(Tensor output, List<Tensor> inputs) {
    TensorVector results =
        Native.call(
            "gradients",
            () -> {
              org.bytedeco.pytorch.Tensor[] handles =
                  inputs.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new);
              TensorVector found =
                  torch.grad(new TensorVector(output.handle()), new TensorVector(handles));
              found.retainReference();
              return found;
            });
    try (results) {
      List<Tensor> gradients = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        int index = i;
        gradients.add(
            Native.op("gradients", () -> new org.bytedeco.pytorch.Tensor(results.get(index))));
      }
      return gradients;
    } finally {
      boolean unused = results.releaseReference();
    }
  }
}
