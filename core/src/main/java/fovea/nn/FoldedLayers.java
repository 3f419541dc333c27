package fovea.nn;

import fovea.tensor.FusedActivation;
import fovea.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes what runs in place of layers, for one purpose. Whatever it keeps, {@link #close} frees. */
interface FoldedLayers extends AutoCloseable {
  /**
   * A convolution, then an activation.
   *
   * @param weight with the batch norm after it folded in
   * @param bias the same, or null
   * @param reader the one that alone reads the output, be it through max pooling, or null
   */
  UnaryOperator<Tensor> convolution(
      Conv2d conv,
      Tensor weight,
      @Nullable Tensor bias,
      FusedActivation activation,
      @Nullable Conv2d reader);

  /** A linear layer, then an activation. */
  UnaryOperator<Tensor> product(Linear linear, FusedActivation activation);

  UnaryOperator<Tensor> normalization(Normalize normalize);

  /** A batch norm that no layer could take in. */
  UnaryOperator<Tensor> norm(BatchNorm2d norm);

  @Override
  void close();
}
