package fovea.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What training makes small. Computed in float32 whatever the logits' type. */
public final class Loss {
  private static final long NONE = 0;
  private static final long MEAN = 1;
  private static final long NO_IGNORED_LABEL = -100;

  private Loss() {}

  /**
   * Mean cross-entropy of softmax(logits) with the labels, or with labels smoothed toward uniform.
   *
   * @param logits [N, K]
   * @param labels [N], int64, each in [0, K)
   * @param labelSmoothing share of the target spread over all classes, in [0, 1]
   * @return a single number, in nats
   * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. 2016, section 7</a>
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels, double labelSmoothing) {
    return crossEntropy(logits, labels, labelSmoothing, MEAN);
  }

  /**
   * The cross-entropy of each row of softmax(logits) with its label.
   *
   * @param logits [N, K]
   * @param labels [N], int64, each in [0, K)
   * @return [N], in nats
   */
  public static Tensor crossEntropyOfEach(Tensor logits, Tensor labels) {
    return crossEntropy(logits, labels, 0, NONE);
  }

  private static Tensor crossEntropy(
      Tensor logits, Tensor labels, double labelSmoothing, long reduction) {
    ShapeRules.rank("crossEntropy", "logits", logits.shape(), 2, "[N, classes]");
    ShapeRules.require(
        labels.dtype() == DType.INT64
            && labels.shape().rank() == 1
            && labels.shape().size(0) == logits.shape().size(0),
        "crossEntropy: labels %s of %s, logits %s want int64 labels [%d]",
        labels.shape(),
        labels.dtype(),
        logits.shape(),
        logits.shape().size(0));
    ShapeRules.require(
        labelSmoothing >= 0 && labelSmoothing <= 1,
        "crossEntropy: labelSmoothing %s, expected 0 to 1",
        labelSmoothing);
    return Native.op(
        "crossEntropy",
        () ->
            Operands.of(logits, labels)
                .with("reduction", reduction == MEAN ? "mean" : "none")
                .with("ignoreIndex", NO_IGNORED_LABEL)
                .with("labelSmoothing", labelSmoothing),
        () ->
            torch.cross_entropy_loss(
                logits.handle().to(ScalarType.Float),
                labels.handle(),
                new TensorOptional(),
                reduction,
                NO_IGNORED_LABEL,
                labelSmoothing));
  }
}
