package fovea.models;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.MaxPool2d;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * ResNet-20 and 56, the small residual networks for CIFAR-10. Input [N, 3, S, S] in [0, 1], any S
 * from 16 on; output logits [N, classes].
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, section 4.2</a>
 */
public final class CifarResNet extends Module {
  /** How a shortcut gets its block's size, by the names of section 3.3. */
  public enum Shortcut {
    /** Every other pixel, and zeros for the channels that join: no parameters. */
    A,
    /** A 1 x 1 convolution with batch norm. */
    B;

    /** What an argument of this kind is. */
    static final String ABOUT =
        "where a block changes the size: `a` pads channels with zeros, `b` has a convolution";
  }

  /** What can be chosen of ResNet-20. */
  @Named("resnet20")
  public record ResNet20(
      @Setting(about = "height and width of an image", standard = "32", range = "[16, 512]")
          int imageSize,
      @Setting(about = Shortcut.ABOUT, standard = "a") Shortcut shortcut,
      @Setting(about = StochasticDepths.ABOUT, standard = "0", range = "[0, 1)", tacit = true)
          double stochasticDepth)
      implements Architecture {
    public ResNet20 {
      Declared.check(ResNet20.class, imageSize, shortcut, stochasticDepth);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new CifarResNet(3, shortcut, stochasticDepth, classes, rng);
    }
  }

  /** What can be chosen of ResNet-56. */
  @Named("resnet56")
  public record ResNet56(
      @Setting(about = "height and width of an image", standard = "32", range = "[16, 512]")
          int imageSize,
      @Setting(about = Shortcut.ABOUT, standard = "a") Shortcut shortcut,
      @Setting(about = StochasticDepths.ABOUT, standard = "0", range = "[0, 1)", tacit = true)
          double stochasticDepth)
      implements Architecture {
    public ResNet56 {
      Declared.check(ResNet56.class, imageSize, shortcut, stochasticDepth);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new CifarResNet(9, shortcut, stochasticDepth, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final ReLU relu;
  private final Sequential layer1;
  private final Sequential layer2;
  private final Sequential layer3;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Linear fc;

  /**
   * A network with starting values by He et al. 2015.
   *
   * @param blocks of each stage
   */
  private CifarResNet(int blocks, Shortcut option, double stochasticDepth, int classes, Rng rng) {
    StochasticDepths depths = new StochasticDepths(stochasticDepth, 3 * blocks);
    ResidualStage stage =
        new ResidualStage(
            BasicBlock::new,
            1,
            option == Shortcut.A
                ? (in, out, stride, unused) -> new PaddedShortcut(in, out, stride)
                : ResidualStage::projection);
    normalize = child("normalize", new Normalize(3));
    conv1 = child("conv1", ResidualStage.conv(3, 16, 3, 1, rng));
    bn1 = child("bn1", new BatchNorm2d(16));
    relu = child("relu", new ReLU(true));
    layer1 = child("layer1", stage.of(blocks, 16, 16, 1, depths, rng));
    layer2 = child("layer2", stage.of(blocks, 16, 32, 2, depths, rng));
    layer3 = child("layer3", stage.of(blocks, 32, 64, 2, depths, rng));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    fc = child("fc", new Linear(64, classes, true, rng));
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor stem = relu.call(bn1.call(conv1.call(normalize.call(images))));
    Tensor features = layer3.call(layer2.call(layer1.call(stem)));
    return fc.call(flatten.call(avgpool.call(features)));
  }

  /** Option A: [N, in, H, W] to [N, out, H / stride, W / stride], rounded up. */
  private static final class PaddedShortcut extends Module {
    private final MaxPool2d everyOther;
    private final int more;

    PaddedShortcut(int in, int out, int stride) {
      everyOther = child("everyOther", new MaxPool2d(1, stride));
      more = out - in;
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor seen = everyOther.call(input);
      Shape shape = seen.shape();
      Tensor zeros = Tensor.zeros(shape.size(0), more, shape.size(2), shape.size(3));
      return Tensor.cat(List.of(seen, zeros.to(seen.dtype()).channelsLast()), 1);
    }
  }
}
