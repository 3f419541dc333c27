package fovea.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Normalisation of activations. */
public final class Norm {
  private Norm() {}

  /**
   * Batch normalisation over N, H and W for each channel.
   *
   * @param input [N, C, H, W]
   * @param weight [C], or null for 1
   * @param bias [C], or null for 0
   * @param runningMean [C]; updated in place when training
   * @param runningVariance [C]; updated in place, with the unbiased variance, when training
   * @param training whether to normalise by the batch's own mean and variance
   * @param momentum share of the batch's statistics in the running ones
   * @throws IllegalArgumentException also for a training batch with a single value a channel, which
   *     has no variance
   * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy 2015, algorithm 1</a>
   */
  public static Tensor batchNorm(
      Tensor input,
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      boolean training,
      double momentum,
      double epsilon) {
    Shape x = input.shape();
    ShapeRules.require(
        x.rank() >= 2 && x.size(1) == runningMean.shape().elements(),
        "batchNorm: input %s has %s, the layer has %d",
        x,
        ShapeRules.count(x.rank() < 2 ? 0 : x.size(1), "channel"),
        runningMean.shape().elements());
    ShapeRules.vector("batchNorm", "weight", weight, x.size(1));
    ShapeRules.vector("batchNorm", "bias", bias, x.size(1));
    ShapeRules.vector("batchNorm", "running mean", runningMean, x.size(1));
    ShapeRules.vector("batchNorm", "running variance", runningVariance, x.size(1));
    ShapeRules.require(
        !training || x.elements() > x.size(1),
        "batchNorm: input %s has one value a channel; training needs at least two",
        x);
    return Native.op(
        "batchNorm",
        () ->
            Operands.of(input, weight, bias, runningMean, runningVariance)
                .with("training", training)
                .with("momentum", momentum)
                .with("eps", epsilon),
        () ->
            torch.batch_norm(
                input.handle(),
                Handles.optional(weight),
                Handles.optional(bias),
                new TensorOptional(runningMean.handle()),
                new TensorOptional(runningVariance.handle()),
                training,
                momentum,
                epsilon,
                false));
  }

  /**
   * Layer normalisation over the last dimension.
   *
   * @param input [..., C]
   * @param weight [C]
   * @param bias [C]
   * @see <a href="https://arxiv.org/abs/1607.06450">Ba et al. 2016, equation 3</a>
   */
  public static Tensor layerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) {
    Shape x = input.shape();
    long features = weight.shape().elements();
    ShapeRules.require(
        x.rank() >= 1 && x.size(-1) == features,
        "layerNorm: input %s ends in %d features, the layer has %d",
        x,
        x.rank() == 0 ? 0 : x.size(-1),
        features);
    ShapeRules.vector("layerNorm", "weight", weight, features);
    ShapeRules.vector("layerNorm", "bias", bias, features);
    return Native.op(
        "layerNorm",
        () ->
            Operands.of(input, weight, bias)
                .with("normalizedShape", new long[] {features})
                .with("eps", epsilon),
        () ->
            torch.layer_norm(
                input.handle(),
                new long[] {features},
                new TensorOptional(weight.handle()),
                new TensorOptional(bias.handle()),
                epsilon,
                false));
  }
}
