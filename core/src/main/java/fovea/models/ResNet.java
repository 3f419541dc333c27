package fovea.models;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.Identity;
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
import fovea.tensor.Tensor;
import java.util.List;

/**
 * ResNet-18, 34 and 50. Input [N, 3, S, S] in [0, 1], any S from 16 on; output logits [N, classes].
 * Their parts have torchvision's names and shapes.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, table 1</a>
 */
public final class ResNet extends Module {
  /** What can be chosen of ResNet-18. */
  @Named("resnet18")
  public record ResNet18(
      @Setting(about = "height and width of an image", standard = "224", range = "[16, 512]")
          int imageSize,
      @Setting(about = Stem.ABOUT, standard = "imagenet") Stem stem,
      @Setting(about = StochasticDepths.ABOUT, standard = "0", range = "[0, 1)", tacit = true)
          double stochasticDepth)
      implements Architecture {
    public ResNet18 {
      Declared.check(ResNet18.class, imageSize, stem, stochasticDepth);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new ResNet(stem, BASIC, List.of(2, 2, 2, 2), stochasticDepth, classes, rng);
    }
  }

  /** What can be chosen of ResNet-34. */
  @Named("resnet34")
  public record ResNet34(
      @Setting(about = "height and width of an image", standard = "224", range = "[16, 512]")
          int imageSize,
      @Setting(about = Stem.ABOUT, standard = "imagenet") Stem stem,
      @Setting(about = StochasticDepths.ABOUT, standard = "0", range = "[0, 1)", tacit = true)
          double stochasticDepth)
      implements Architecture {
    public ResNet34 {
      Declared.check(ResNet34.class, imageSize, stem, stochasticDepth);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new ResNet(stem, BASIC, List.of(3, 4, 6, 3), stochasticDepth, classes, rng);
    }
  }

  /** What can be chosen of ResNet-50. */
  @Named("resnet50")
  public record ResNet50(
      @Setting(about = "height and width of an image", standard = "224", range = "[16, 512]")
          int imageSize,
      @Setting(about = Stem.ABOUT, standard = "imagenet") Stem stem,
      @Setting(about = StochasticDepths.ABOUT, standard = "0", range = "[0, 1)", tacit = true)
          double stochasticDepth)
      implements Architecture {
    public ResNet50 {
      Declared.check(ResNet50.class, imageSize, stem, stochasticDepth);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new ResNet(stem, BOTTLENECK, List.of(3, 4, 6, 3), stochasticDepth, classes, rng);
    }
  }

  private static final ResidualStage BASIC =
      new ResidualStage(BasicBlock::new, 1, ResidualStage::projection);
  private static final ResidualStage BOTTLENECK =
      new ResidualStage(Bottleneck::new, Bottleneck.EXPANSION, ResidualStage::projection);

  private final Normalize normalize;
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final ReLU relu;
  private final Module maxpool;
  private final Sequential layer1;
  private final Sequential layer2;
  private final Sequential layer3;
  private final Sequential layer4;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Linear fc;

  /** A network whose residual blocks start as the identity. */
  private ResNet(
      Stem stem,
      ResidualStage stage,
      List<Integer> blocks,
      double stochasticDepth,
      int classes,
      Rng rng) {
    StochasticDepths depths =
        new StochasticDepths(stochasticDepth, blocks.stream().mapToInt(n -> n).sum());
    boolean small = stem == Stem.CIFAR;
    int wide = stage.expansion();
    normalize = child("normalize", new Normalize(3));
    conv1 =
        child(
            "conv1",
            small ? ResidualStage.conv(3, 64, 3, 1, rng) : ResidualStage.conv(3, 64, 7, 2, rng));
    bn1 = child("bn1", new BatchNorm2d(64));
    relu = child("relu", new ReLU(true));
    maxpool = child("maxpool", small ? new Identity() : new MaxPool2d(3, 2, 1));
    layer1 = child("layer1", stage.of(blocks.get(0), 64, 64, 1, depths, rng));
    layer2 = child("layer2", stage.of(blocks.get(1), 64 * wide, 128, 2, depths, rng));
    layer3 = child("layer3", stage.of(blocks.get(2), 128 * wide, 256, 2, depths, rng));
    layer4 = child("layer4", stage.of(blocks.get(3), 256 * wide, 512, 2, depths, rng));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    fc = child("fc", new Linear(512 * wide, classes, true, rng));
    for (Module module : modules().values()) {
      if (module instanceof ResidualStage.Block block) {
        block.startAsShortcut();
      }
    }
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor stem = maxpool.call(relu.call(bn1.call(conv1.call(normalize.call(images)))));
    Tensor features = layer4.call(layer3.call(layer2.call(layer1.call(stem))));
    return fc.call(flatten.call(avgpool.call(features)));
  }
}
