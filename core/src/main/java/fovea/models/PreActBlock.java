package fovea.models;

import static fovea.models.ResidualStage.conv;

import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Dropout;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.StochasticDepth;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The residual block whose batch norms and activations stand before its convolutions: [N, in, H, W]
 * to [N, out, H', W'], H' = H / stride, rounded up.
 *
 * @see <a href="https://arxiv.org/abs/1603.05027">He et al. 2016b, figure 4 e</a>
 */
final class PreActBlock extends Module {
  private final BatchNorm2d bn1;
  private final ReLU relu1;
  private final Conv2d conv1;
  private final BatchNorm2d bn2;
  private final ReLU relu2;
  private final Dropout dropout;
  private final Conv2d conv2;
  private final @Nullable StochasticDepth stochasticDepth;
  private final @Nullable Module shortcut;

  /**
   * A block.
   *
   * @param dropout probability between the convolutions
   * @param name of the shortcut
   * @param shortcut where the block changes the size; it sees what the first convolution does
   */
  PreActBlock(
      int in,
      int out,
      int stride,
      double dropout,
      @Nullable StochasticDepth stochasticDepth,
      String name,
      @Nullable Module shortcut,
      Rng rng) {
    bn1 = child("bn1", new BatchNorm2d(in));
    relu1 = child("relu1", new ReLU(true));
    conv1 = child("conv1", conv(in, out, 3, stride, rng));
    bn2 = child("bn2", new BatchNorm2d(out));
    relu2 = child("relu2", new ReLU(true));
    this.dropout = child("dropout", new Dropout(dropout, rng));
    conv2 = child("conv2", conv(out, out, 3, 1, rng));
    this.stochasticDepth =
        stochasticDepth == null ? null : child("stochastic_depth", stochasticDepth);
    this.shortcut = shortcut == null ? null : child(name, shortcut);
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor active = relu1.call(bn1.call(input));
    Tensor inner = dropout.call(relu2.call(bn2.call(conv1.call(active))));
    Tensor residual = conv2.call(inner);
    Tensor kept = stochasticDepth == null ? residual : stochasticDepth.call(residual);
    return kept.add(shortcut == null ? input : shortcut.call(active));
  }
}
