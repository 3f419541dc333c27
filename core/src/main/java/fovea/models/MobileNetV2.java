package fovea.models;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Initialisation;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.ReLU6;
import fovea.nn.Sequential;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * MobileNetV2. Input [N, 3, S, S] in [0, 1], any S from 16 on; output logits [N, classes]. Its
 * parts have torchvision's names and shapes.
 *
 * @see <a href="https://arxiv.org/abs/1801.04381">Sandler et al. 2018, table 2</a>
 */
public final class MobileNetV2 extends Module {
  /** What can be chosen. */
  @Named("mobilenet_v2")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "224", range = "[16, 512]")
          int imageSize,
      @Setting(about = Stem.ABOUT, standard = "imagenet") Stem stem,
      @Setting(about = "probability before the classifier", standard = "0.2", range = "[0, 1)")
          double dropout)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, stem, dropout);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new MobileNetV2(this, classes, rng);
    }
  }

  /** Blocks of one width: how many times as wide they are inside, and the first one's stride. */
  private record Stage(int expansion, int out, int blocks, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private static final ConvNorm CONV_NORM = new ConvNorm(() -> new ReLU6(true));

  private final Normalize normalize;
  private final Sequential features;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Sequential classifier;

  private MobileNetV2(Arguments arguments, int classes, Rng rng) {
    boolean small = arguments.stem == Stem.CIFAR;
    List<Module> all = new ArrayList<>();
    all.add(CONV_NORM.of(3, 32, 3, small ? 1 : 2, rng));
    int in = 32;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.blocks; i++) {
        int stride = i > 0 || (small && stage.out == 24) ? 1 : stage.stride;
        all.add(new InvertedResidual(in, stage.expansion, stage.out, stride, rng));
        in = stage.out;
      }
    }
    all.add(CONV_NORM.pixelwise(in, 1280, rng));
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(all));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    classifier =
        child(
            "classifier",
            Sequential.of(
                new Dropout(arguments.dropout, rng),
                new Linear(1280, classes, true, Initialisation.normal(0.01), rng).withZeroBias()));
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor found = avgpool.call(features.call(normalize.call(images)));
    return classifier.call(flatten.call(found));
  }

  /**
   * More channels, a filter for each, and few channels again, beside a shortcut where the size
   * stays.
   */
  private static final class InvertedResidual extends Module {
    private final Sequential conv;
    private final boolean hasShortcut;

    InvertedResidual(int in, int expansion, int out, int stride, Rng rng) {
      int hidden = in * expansion;
      List<Module> layers = new ArrayList<>();
      if (expansion > 1) {
        layers.add(CONV_NORM.pixelwise(in, hidden, rng));
      }
      layers.add(CONV_NORM.depthwise(hidden, 3, stride, rng));
      layers.add(ConvNorm.conv(hidden, out, 1, 1, 1, rng));
      layers.add(new BatchNorm2d(out));
      conv = child("conv", Sequential.of(layers));
      hasShortcut = stride == 1 && in == out;
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor output = conv.call(input);
      return hasShortcut ? input.add(output) : output;
    }
  }
}
