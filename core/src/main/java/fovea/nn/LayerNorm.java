package fovea.nn;

import fovea.tensor.Norm;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Layer normalisation of [..., normalizedShape] over the last dimension, with a learnt scale and
 * shift.
 *
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba et al. 2016</a>
 */
public final class LayerNorm extends Module {
  private final int normalizedShape;
  private final double eps;
  private final Tensor weight;
  private final Tensor bias;

  /**
   * A layer.
   *
   * @param normalizedShape features of the last dimension
   * @param eps added to the variance
   */
  public LayerNorm(int normalizedShape, double eps) {
    this.normalizedShape = normalizedShape;
    this.eps = eps;
    weight = parameter("weight", () -> Tensor.ones(normalizedShape));
    bias = parameter("bias", () -> Tensor.zeros(normalizedShape));
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Norm.layerNorm(input, weight, bias, eps);
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("normalizedShape", normalizedShape);
    arguments.put("eps", eps);
    return arguments;
  }
}
