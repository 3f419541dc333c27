package fovea.nn;

import fovea.FoveaException;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * A network made ready for inference: batch norm is folded into the convolution before it, the
 * activation after a layer is computed in the same pass, and weights are converted and laid out
 * once. It gives what the network gives in evaluation mode, up to rounding: what may be folded is
 * read from the {@linkplain fovea.tensor.Tape tape} of one call. By {@link Int8Ranges} layers are
 * computed in 8-bit whole numbers, which costs some accuracy.
 *
 * <p>The weights are copies, as they were when it was made; the network must stay open, and must
 * not be trained while this is in use. Any number of threads may call it at once.
 *
 * @see PreparedForGradients
 */
public final class Prepared implements AutoCloseable {
  private final Precision precision;
  private final FoldedNetwork folded;

  private Prepared(Module network, Shape input, Precision precision, Int8Ranges int8) {
    this.precision = precision;
    this.folded =
        FoldedNetwork.of(
            network, input, List.of(), new PackedLayers(precision.dtype(), int8.byModule(network)));
  }

  /**
   * Prepares a network, which stays the caller's and in its mode.
   *
   * @param input [C, H, W] of an image, values in [0, 1]
   */
  public static Prepared of(Module network, Shape input, Precision precision) {
    return new Prepared(network, input, precision, Int8Ranges.none());
  }

  /**
   * {@link #of(Module, Shape, Precision)}, with the layers that have a range in 8-bit whole
   * numbers.
   *
   * @param precision of the other layers
   * @throws FoveaException if that isn't possible here, or the ranges are not of this network
   */
  public static Prepared of(Module network, Shape input, Precision precision, Int8Ranges int8) {
    if (!QuantizedLayer.isPossible()) {
      throw new FoveaException(
          "int8 is not possible with this processor and this build of libtorch, which must have"
              + " VNNI instructions and oneDNN; use the model in "
              + precision);
    }
    int8.requireFits(network);
    return new Prepared(network, input, precision, int8);
  }

  /** Whether {@link Int8Ranges} may name it. */
  static boolean isQuantizable(Module module) {
    return module instanceof Conv2d conv
        ? QuantizedLayer.isFor(conv.geometry(), conv.weight().shape())
        : module instanceof Linear linear && linear.isLarge();
  }

  /**
   * Computes logits without recording anything for gradients. Modules that aren't Fovea's own run
   * as they are, so the network has to be in evaluation mode.
   *
   * @param images [N, C, H, W], float32 in [0, 1]
   * @return [N, K], float32
   */
  public Tensor call(Tensor images) {
    try (Autograd.NoGrad off = Autograd.noGrad();
        Precision.Block block = precision.on()) {
      return folded.call(images).to(DType.FLOAT32);
    }
  }

  /** Frees the copies; the network stays open. */
  @Override
  public void close() {
    folded.close();
  }
}
