package fovea.nn;

import fovea.tensor.DType;
import fovea.tensor.Precision;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * A network made ready for gradients of its input and of what it computes on the way, as attacks
 * and explanations want them: batch norm is folded into the convolution before it, and weights are
 * converted and laid out once and have no gradients. It gives what the network gives in evaluation
 * mode, up to rounding.
 *
 * <pre>{@code
 * Tensor x = images.detach().requireGradient(true);
 * Tensor loss = Loss.crossEntropy(prepared.call(x), labels, 0);
 * Tensor gradient = Autograd.gradients(loss, List.of(x)).get(0);
 * }</pre>
 *
 * <p>The weights are copies, as they were when it was made; the network must stay open, and must
 * not be trained while this is in use. Any number of threads may call it and take gradients at
 * once, each of its own tensors.
 *
 * @see Prepared
 */
public final class PreparedForGradients implements AutoCloseable {
  private final Precision precision;
  private final FoldedNetwork folded;

  private PreparedForGradients(Precision precision, FoldedNetwork folded) {
    this.precision = precision;
    this.folded = folded;
  }

  /**
   * Prepares a network, which stays the caller's and in its mode.
   *
   * @param input [C, H, W] of an image, values in [0, 1]
   */
  public static PreparedForGradients of(Module network, Shape input, Precision precision) {
    return of(network, input, precision, List.of());
  }

  /**
   * {@link #of(Module, Shape, Precision)} for someone who {@linkplain Listening listens} to inner
   * modules.
   *
   * @param watched dotted names of modules whose outputs are to be those of the network, with
   *     nothing folded into them that follows
   * @throws IllegalArgumentException for a name that the network doesn't have
   */
  public static PreparedForGradients of(
      Module network, Shape input, Precision precision, Collection<String> watched) {
    return new PreparedForGradients(
        precision, FoldedNetwork.of(network, input, watched, new PlainLayers(precision.dtype())));
  }

  /**
   * Computes logits, recorded for gradients where the thread records and the images require them.
   * Modules that aren't Fovea's own run as they are, so the network has to be in evaluation mode;
   * gradients of their parameters are not computed by {@link fovea.tensor.Autograd#gradients}.
   *
   * @param images [N, C, H, W], float32 in [0, 1]
   * @return [N, K], float32
   */
  public Tensor call(Tensor images) {
    try (Precision.Block block = precision.on()) {
      return folded.call(images).to(DType.FLOAT32);
    }
  }

  /** Frees the copies; the network stays open. */
  @Override
  public void close() {
    folded.close();
  }
}
