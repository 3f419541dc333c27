package fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
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

  /** Whether operations on this thread are recorded. */
  static boolean isRecording() {
    return GradMode.is_enabled();
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
   * The gradients of a single number with respect to the inputs.
   *
   * @param output a tensor with one element
   * @return one tensor for each input, of its shape
   * @see #gradients(List, List, List, boolean)
   */
  public static List<Tensor> gradients(Tensor output, List<Tensor> inputs) {
    ShapeRules.require(
        output.shape().elements() == 1,
        "gradients: %s is not a single number; give a seed of its shape",
        output.describe());
    try (Scope scope = Scope.open()) {
      Tensor one = Tensor.ones(output.shape().toArray()).to(output.dtype());
      List<Tensor> found = gradients(List.of(output), List.of(one), inputs, false);
      found.forEach(gradient -> kept(scope, gradient));
      return found;
    }
  }

  private static void kept(Scope scope, Tensor gradient) {
    Tensor unused = scope.keep(gradient);
  }

  /**
   * The product of the seeds with the derivatives of the outputs, for each input: {@code sum over k
   * of seed_k^T (d output_k / d input)}. Only what lies between is computed, and no {@link
   * Tensor#gradient} is filled.
   *
   * @param outputs computed from the inputs
   * @param seeds one for each output, of its shape and type
   * @param inputs leaves that require a gradient, or tensors computed on the way, such as an inner
   *     activation
   * @param keepGraph whether the recorded operations may be gone through again
   * @return one tensor for each input, of its shape and type
   * @throws IllegalArgumentException for an input that no output depends on
   */
  public static List<Tensor> gradients(
      List<Tensor> outputs, List<Tensor> seeds, List<Tensor> inputs, boolean keepGraph) {
    check(outputs, seeds, inputs);
    TensorVector results =
        Native.call(
            "gradients",
            () -> {
              TensorVector found =
                  torch.grad(
                      Handles.vector(outputs),
                      Handles.vector(inputs),
                      Handles.vector(seeds),
                      new BoolOptional(keepGraph),
                      false,
                      true);
              found.retainReference();
              return found;
            });
    try (results) {
      List<Tensor> gradients = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        int index = i;
        ShapeRules.require(
            Native.<Boolean>call("gradients", () -> results.get(index).defined()),
            "gradients: no output depends on input %d, %s",
            index,
            inputs.get(index).describe());
        gradients.add(
            Native.op(
                "gradients",
                () -> noted(outputs, seeds, inputs, keepGraph).with("index", index),
                () -> new org.bytedeco.pytorch.Tensor(results.get(index))));
      }
      return gradients;
    } finally {
      boolean unused = results.releaseReference();
    }
  }

  private static void check(List<Tensor> outputs, List<Tensor> seeds, List<Tensor> inputs) {
    ShapeRules.require(
        outputs.size() == seeds.size() && !outputs.isEmpty() && !inputs.isEmpty(),
        "gradients: %d outputs, %d seeds and %d inputs, expected one seed for each output, and at"
            + " least one output and input",
        outputs.size(),
        seeds.size(),
        inputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      Tensor output = outputs.get(i);
      Tensor seed = seeds.get(i);
      ShapeRules.require(
          output.shape().equals(seed.shape()) && output.dtype() == seed.dtype(),
          "gradients: the seed of output %d is %s %s, expected %s %s",
          i,
          seed.shape(),
          seed.dtype(),
          output.shape(),
          output.dtype());
    }
  }

  private static Operands noted(
      List<Tensor> outputs, List<Tensor> seeds, List<Tensor> inputs, boolean keepGraph) {
    List<Tensor> all = new ArrayList<>(outputs);
    all.addAll(seeds);
    all.addAll(inputs);
    return Operands.of(all).with("retainGraph", keepGraph);
  }
}
