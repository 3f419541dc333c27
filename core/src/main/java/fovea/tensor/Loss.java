package fovea.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What training makes small. Computed in float32 whatever the logits' type. */
public final class Loss {
  private static final long NONE = 0;
  private static final long MEAN = 1;

  /** PyTorch's -100 would pass over such a label in silence. */
  private static final long NO_IGNORED_LABEL = Long.MIN_VALUE;

  private Loss() {}

  /**
   * Mean cross-entropy of softmax(logits) with the target, or with one smoothed toward uniform.
   *
   * @param logits [N, K]
   * @param target each row's class, [N], int64, in [0, K); or its share of each class, [N, K],
   *     float32, rows of sum 1
   * @param labelSmoothing share of the target spread over all classes, in [0, 1]
   * @return a single number, in nats
   * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. 2016, section 7</a>
   */
  public static Tensor crossEntropy(Tensor logits, Tensor target, double labelSmoothing) {
    return crossEntropy(logits, target, labelSmoothing, MEAN);
  }

  /**
   * The cross-entropy of each row of softmax(logits) with its target.
   *
   * @param logits [N, K]
   * @param target [N] or [N, K], as for {@link #crossEntropy}
   * @return [N], in nats
   */
  public static Tensor crossEntropyOfEach(Tensor logits, Tensor target) {
    return crossEntropy(logits, target, 0, NONE);
  }

  private static Tensor crossEntropy(
      Tensor logits, Tensor target, double labelSmoothing, long reduction) {
    ShapeRules.rank("crossEntropy", "logits", logits.shape(), 2, "[N, classes]");
    long rows = logits.shape().size(0);
    boolean classes = target.dtype() == DType.INT64 && target.shape().equals(Shape.of(rows));
    boolean shares = target.dtype() == DType.FLOAT32 && target.shape().equals(logits.shape());
    ShapeRules.require(
        classes || shares,
        "crossEntropy: target %s of %s, logits %s want int64 classes [%d] or float32 shares %s",
        target.shape(),
        target.dtype(),
        logits.shape(),
        rows,
        logits.shape());
    ShapeRules.require(
        labelSmoothing >= 0 && labelSmoothing <= 1,
        "crossEntropy: labelSmoothing %s, expected 0 to 1",
        labelSmoothing);
    return Native.op(
        "crossEntropy",
        () ->
            Operands.of(logits, target)
                .with("reduction", reduction == MEAN ? "mean" : "none")
                .with("ignoreIndex", NO_IGNORED_LABEL)
                .with("labelSmoothing", labelSmoothing),
        () ->
            torch.cross_entropy_loss(
                logits.handle().to(ScalarType.Float),
                target.handle(),
                new TensorOptional(),
                reduction,
                NO_IGNORED_LABEL,
                labelSmoothing));
  }
}
