package fovea.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Weights as whole numbers, and what one of them is worth, by output channel. */
record QuantizedWeights(org.bytedeco.pytorch.Tensor whole, org.bytedeco.pytorch.Tensor scales) {
  private static final double LARGEST = 127;

  static QuantizedWeights of(Tensor weight) {
    org.bytedeco.pytorch.Tensor values = weight.handle().detach().to(ScalarType.Float);
    long channels = values.size(0);
    org.bytedeco.pytorch.Tensor rows = values.reshape(channels, -1);
    org.bytedeco.pytorch.Tensor scales =
        rows.abs()
            .amax(new long[] {1}, false)
            .div_(new Scalar(LARGEST))
            .clamp_(
                new ScalarOptional(new Scalar((double) Float.MIN_NORMAL)), new ScalarOptional());
    return new QuantizedWeights(
        rows.div(scales.reshape(channels, 1))
            .round_()
            .to(ScalarType.Char)
            .reshape(values.sizes().vec().get()),
        scales);
  }

  /**
   * The bias for inputs whose 0 is the number {@code z}: {@code sum(s_k q_w s (q_x - z)) = sum(s_k
   * q_w s q_x) - s_k s z sum(q_w)}. Told of {@code z}, oneDNN's layers are slower; and where layers
   * of one shape differ in whether they have a {@code z}, libtorch packs all of them as the first
   * wants it, and packs the others anew in every call, which takes longer than the layer.
   */
  IValue bias(@Nullable Tensor bias, Quantization inputs) {
    if (inputs.zero() == 0) {
      return bias == null
          ? new IValue()
          : new IValue(bias.handle().detach().to(ScalarType.Float).clone());
    }
    org.bytedeco.pytorch.Tensor offset =
        whole
            .reshape(scales.size(0), -1)
            .to(ScalarType.Double)
            .sum(1)
            .mul_(scales)
            .mul_(new Scalar(-inputs.scale() * inputs.zero()));
    if (bias != null) {
      offset.add_(bias.handle().detach());
    }
    return new IValue(offset.to(ScalarType.Float));
  }

  /**
   * What the number that stands for 0 gives in sums, by output channel and the filters' places, [K,
   * 1, R, S].
   */
  org.bytedeco.pytorch.Tensor offsets(Quantization inputs) {
    return whole
        .to(ScalarType.Double)
        .sum(new long[] {1}, true, Native.noDType())
        .mul_(scales.reshape(-1, 1, 1, 1))
        .mul_(new Scalar(inputs.scale() * inputs.zero()));
  }

  IValue noZeros() {
    return new IValue(torch.zeros(scales.size(0)).to(ScalarType.Long));
  }
}
