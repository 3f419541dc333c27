package fovea.tensor;

import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How values are rounded to whole numbers: {@code x = scale (q - zero)}.
 *
 * @param zero the whole number that stands for 0, in [0, 255]
 */
public record Quantization(double scale, long zero) {
  private static final int LARGEST = 255;

  /**
   * By the range of the values, of which 0 is always one, as padding needs it.
   *
   * @param low the least that keeps its value; what lies below becomes it
   * @param high the largest
   */
  public static Quantization of(double low, double high) {
    double least = Math.min(low, 0);
    double most = Math.max(high, 0);
    // As a float, which is what libtorch takes.
    float scale = (float) ((most - least) / LARGEST);
    if (!(low <= high) || !Float.isFinite(scale)) {
      throw new IllegalArgumentException(
          "inputs from %s to %s, expected finite numbers, the lower first".formatted(low, high));
    }
    return scale >= Float.MIN_NORMAL
        ? new Quantization(scale, Math.min(LARGEST, Math.round(-least / scale)))
        : new Quantization(1, 0);
  }

  /** The numbers that stand for values, in the memory of a temporary. */
  org.bytedeco.pytorch.Tensor numbers(org.bytedeco.pytorch.Tensor values) {
    org.bytedeco.pytorch.Tensor quantized =
        torch.quantize_per_tensor(values.to(ScalarType.Float), scale, zero, ScalarType.QUInt8);
    // int_repr would copy them one at a time, which takes several times as long as making them.
    return torch.from_blob(
        quantized.data_ptr(),
        quantized.sizes().vec().get(),
        quantized.strides().vec().get(),
        new TensorOptions(ScalarType.Byte));
  }
}
