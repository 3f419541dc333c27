package fovea.tensor;

import java.util.List;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/** Native argument types made from tensors; only valid inside {@link Native#op}. */
final class Handles {
  private Handles() {}

  static TensorVector vector(List<Tensor> tensors) {
    return new TensorVector(
        tensors.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
  }

  static TensorOptional optional(@Nullable Tensor tensor) {
    return tensor == null ? new TensorOptional() : new TensorOptional(tensor.handle());
  }

  /**
   * A weight of a convolution or product: where the thread computes in bfloat16 and its {@link
   * Leaves} have it converted, that.
   */
  static org.bytedeco.pytorch.Tensor weight(Tensor weight) {
    Tensor converted = Leaves.convertedOf(weight);
    return converted == null ? weight.handle() : converted.handle();
  }

  static TensorOptional bias(@Nullable Tensor bias) {
    return bias == null ? new TensorOptional() : new TensorOptional(weight(bias));
  }
}
