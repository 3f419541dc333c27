package fovea.models;

import static fovea.models.ResidualStage.conv;

import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.StochasticDepth;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The deeper residual networks' block beside a shortcut: a 1 x 1 convolution to fewer channels, a 3
 * x 3, which has the stride as torchvision's, and a 1 x 1 to four times as many. [N, in, H, W] to
 * [N, 4 width, H', W'], H' = H / stride, rounded up. Its parts have torchvision's names.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, figure 5</a>
 */
final class Bottleneck extends Module implements ResidualStage.Block {
  static final int EXPANSION = 4;

  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final ReLU relu1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final ReLU relu2;
  private final Conv2d conv3;
  private final BatchNorm2d bn3;
  private final @Nullable StochasticDepth stochasticDepth;
  private final Module downsample;
  private final ReLU relu3;

  Bottleneck(
      int in,
      int width,
      int stride,
      Module shortcut,
      @Nullable StochasticDepth stochasticDepth,
      Rng rng) {
    conv1 = child("conv1", conv(in, width, 1, 1, rng));
    bn1 = child("bn1", new BatchNorm2d(width));
    relu1 = child("relu1", new ReLU(true));
    conv2 = child("conv2", conv(width, width, 3, stride, rng));
    bn2 = child("bn2", new BatchNorm2d(width));
    relu2 = child("relu2", new ReLU(true));
    conv3 = child("conv3", conv(width, EXPANSION * width, 1, 1, rng));
    bn3 = child("bn3", new BatchNorm2d(EXPANSION * width));
    this.stochasticDepth =
        stochasticDepth == null ? null : child("stochastic_depth", stochasticDepth);
    downsample = child("downsample", shortcut);
    relu3 = child("relu3", new ReLU(true));
  }

  @Override
  public void startAsShortcut() {
    bn3.startAtZero();
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor narrow = relu1.call(bn1.call(conv1.call(input)));
    Tensor inner = relu2.call(bn2.call(conv2.call(narrow)));
    Tensor residual = bn3.call(conv3.call(inner));
    Tensor kept = stochasticDepth == null ? residual : stochasticDepth.call(residual);
    return relu3.call(kept.add(downsample.call(input)));
  }
}
