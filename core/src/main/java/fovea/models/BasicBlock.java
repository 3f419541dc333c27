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
 * The residual networks' block of two 3 x 3 convolutions beside a shortcut: [N, in, H, W] to [N,
 * width, H', W'], H' = H / stride, rounded up. Its parts have torchvision's names.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, figures 2 and 5</a>
 */
final class BasicBlock extends Module implements ResidualStage.Block {
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final ReLU relu1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final @Nullable StochasticDepth stochasticDepth;
  private final Module downsample;
  private final ReLU relu2;

  BasicBlock(
      int in,
      int width,
      int stride,
      Module shortcut,
      @Nullable StochasticDepth stochasticDepth,
      Rng rng) {
    conv1 = child("conv1", conv(in, width, 3, stride, rng));
    bn1 = child("bn1", new BatchNorm2d(width));
    relu1 = child("relu1", new ReLU(true));
    conv2 = child("conv2", conv(width, width, 3, 1, rng));
    bn2 = child("bn2", new BatchNorm2d(width));
    this.stochasticDepth =
        stochasticDepth == null ? null : child("stochastic_depth", stochasticDepth);
    downsample = child("downsample", shortcut);
    relu2 = child("relu2", new ReLU(true));
  }

  @Override
  public void startAsShortcut() {
    bn2.startAtZero();
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor inner = relu1.call(bn1.call(conv1.call(input)));
    Tensor residual = bn2.call(conv2.call(inner));
    Tensor kept = stochasticDepth == null ? residual : stochasticDepth.call(residual);
    return relu2.call(kept.add(downsample.call(input)));
  }
}
