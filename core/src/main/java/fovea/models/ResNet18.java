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

/**
 * ResNet-18. Input [N, 3, S, S] in [0, 1], any S from 16 on; output logits [N, classes]. Its parts
 * have torchvision's names and shapes.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, table 1</a>
 */
public final class ResNet18 extends Module {
  /** What comes before the residual blocks. */
  public enum Stem {
    /** 7 x 7 filters and a max pooling, both of stride 2. */
    IMAGENET,
    /** 3 x 3 filters of stride 1, for small images. */
    CIFAR
  }

  /** What can be chosen. */
  @Named("resnet18")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "224", range = "[16, 512]")
          int imageSize,
      @Setting(
              about =
                  "first layers: `imagenet` quarters height and width, `cifar` keeps them, for"
                      + " small images",
              standard = "imagenet")
          Stem stem)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, stem);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new ResNet18(stem, classes, rng);
    }
  }

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
  public ResNet18(Stem stem, int classes, Rng rng) {
    boolean small = stem == Stem.CIFAR;
    normalize = child("normalize", new Normalize(3));
    conv1 =
        child(
            "conv1", small ? BasicBlock.conv(3, 64, 3, 1, rng) : BasicBlock.conv(3, 64, 7, 2, rng));
    bn1 = child("bn1", new BatchNorm2d(64));
    relu = child("relu", new ReLU(true));
    maxpool = child("maxpool", small ? new Identity() : new MaxPool2d(3, 2, 1));
    layer1 = child("layer1", BasicBlock.stage(2, 64, 64, 1, BasicBlock::projection, rng));
    layer2 = child("layer2", BasicBlock.stage(2, 64, 128, 2, BasicBlock::projection, rng));
    layer3 = child("layer3", BasicBlock.stage(2, 128, 256, 2, BasicBlock::projection, rng));
    layer4 = child("layer4", BasicBlock.stage(2, 256, 512, 2, BasicBlock::projection, rng));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    fc = child("fc", new Linear(512, classes, true, rng));
    for (Module module : modules().values()) {
      if (module instanceof BasicBlock block) {
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
