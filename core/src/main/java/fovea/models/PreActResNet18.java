package fovea.models;

import static fovea.models.ResidualStage.conv;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * ResNet-18 of pre-activation blocks, for small images, as papers on robustness train it. Input [N,
 * 3, S, S] in [0, 1], any S from 16 on; output logits [N, classes].
 *
 * @see <a href="https://arxiv.org/abs/1603.05027">He et al. 2016b</a>
 * @see <a href="https://arxiv.org/abs/2002.11569">Rice et al. 2020, whose code has these names</a>
 */
public final class PreActResNet18 extends Module {
  /** What can be chosen. */
  @Named("preactresnet18")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "32", range = "[16, 512]")
          int imageSize,
      @Setting(about = StochasticDepths.ABOUT, standard = "0", range = "[0, 1)", tacit = true)
          double stochasticDepth)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, stochasticDepth);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new PreActResNet18(stochasticDepth, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Conv2d conv1;
  private final Sequential layer1;
  private final Sequential layer2;
  private final Sequential layer3;
  private final Sequential layer4;
  private final BatchNorm2d bn;
  private final ReLU relu;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Linear linear;

  private PreActResNet18(double stochasticDepth, int classes, Rng rng) {
    StochasticDepths depths = new StochasticDepths(stochasticDepth, 8);
    normalize = child("normalize", new Normalize(3));
    conv1 = child("conv1", conv(3, 64, 3, 1, rng));
    layer1 = child("layer1", stage(64, 64, 1, depths, rng));
    layer2 = child("layer2", stage(64, 128, 2, depths, rng));
    layer3 = child("layer3", stage(128, 256, 2, depths, rng));
    layer4 = child("layer4", stage(256, 512, 2, depths, rng));
    bn = child("bn", new BatchNorm2d(512));
    relu = child("relu", new ReLU(true));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    linear = child("linear", new Linear(512, classes, true, rng));
  }

  private static Sequential stage(int in, int out, int stride, StochasticDepths depths, Rng rng) {
    Module shortcut = in == out ? null : Sequential.of(conv(in, out, 1, stride, rng));
    return Sequential.of(
        new PreActBlock(in, out, stride, 0, depths.next(rng), "shortcut", shortcut, rng),
        new PreActBlock(out, out, 1, 0, depths.next(rng), "shortcut", null, rng));
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor stem = conv1.call(normalize.call(images));
    Tensor sum = layer4.call(layer3.call(layer2.call(layer1.call(stem))));
    Tensor features = relu.call(bn.call(sum));
    return linear.call(flatten.call(avgpool.call(features)));
  }
}
