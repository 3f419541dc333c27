package fovea.nn;

import fovea.tensor.Norm;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@link LayerNorm} over the channels of [N, C, H, W], at each pixel.
 *
 * @see <a href="https://arxiv.org/abs/2201.03545">Liu et al. 2022, section 2.6</a>
 */
public final class LayerNorm2d extends Module {
  private final int channels;
  private final double eps;
  private final Tensor weight;
  private final Tensor bias;

  /**
   * A layer.
   *
   * @param eps added to the variance
   */
  public LayerNorm2d(int channels, double eps) {
    this.channels = channels;
    this.eps = eps;
    weight = parameter("weight", () -> Tensor.ones(channels));
    bias = parameter("bias", () -> Tensor.zeros(channels));
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor channelsInnermost = input.permute(0, 2, 3, 1);
    return Norm.layerNorm(channelsInnermost, weight, bias, eps).permute(0, 3, 1, 2);
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("normalizedShape", channels);
    arguments.put("eps", eps);
    return arguments;
  }
}
