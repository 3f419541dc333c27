package fovea.models;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Initialisation;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Sequential;
import fovea.nn.SiLU;
import fovea.nn.SqueezeExcitation;
import fovea.nn.StochasticDepth;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * EfficientNet-B0. Input [N, 3, S, S] in [0, 1], any S from 16 on; output logits [N, classes]. Its
 * parts have torchvision's names and shapes.
 *
 * @see <a href="https://arxiv.org/abs/1905.11946">Tan and Le 2019, table 1</a>
 */
public final class EfficientNet extends Module {
  /** What can be chosen. */
  @Named("efficientnet_b0")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "224", range = "[16, 512]")
          int imageSize,
      @Setting(about = Stem.ABOUT, standard = "imagenet") Stem stem,
      @Setting(about = "probability before the classifier", standard = "0.2", range = "[0, 1)")
          double dropout,
      @Setting(
              about =
                  "probability that an image leaves out a block, rising from 0 at the first nearly"
                      + " to this at the last",
              standard = "0.2",
              range = "[0, 1)")
          double stochasticDepth)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, stem, dropout, stochasticDepth);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new EfficientNet(this, classes, rng);
    }
  }

  /**
   * Blocks of one width.
   *
   * @param expansion how many times as wide they are inside
   * @param size of their filters
   * @param stride of the first one
   */
  private record Stage(int expansion, int size, int stride, int out, int blocks) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 3, 1, 16, 1),
          new Stage(6, 3, 2, 24, 2),
          new Stage(6, 5, 2, 40, 2),
          new Stage(6, 3, 2, 80, 3),
          new Stage(6, 5, 1, 112, 3),
          new Stage(6, 5, 2, 192, 4),
          new Stage(6, 3, 1, 320, 1));

  private static final ConvNorm CONV_NORM = new ConvNorm(SiLU::new);

  private final Normalize normalize;
  private final Sequential features;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Sequential classifier;

  private EfficientNet(Arguments arguments, int classes, Rng rng) {
    boolean small = arguments.stem == Stem.CIFAR;
    List<Module> all = new ArrayList<>();
    all.add(CONV_NORM.of(3, 32, 3, small ? 1 : 2, rng));
    int blocks = STAGES.stream().mapToInt(Stage::blocks).sum();
    int block = 0;
    int in = 32;
    for (Stage stage : STAGES) {
      List<Module> row = new ArrayList<>();
      for (int i = 0; i < stage.blocks; i++) {
        int stride = i > 0 || (small && stage.out == 24) ? 1 : stage.stride;
        double leftOut = arguments.stochasticDepth * block++ / blocks;
        row.add(new MBConv(stage, in, stride, leftOut, rng));
        in = stage.out;
      }
      all.add(Sequential.of(row));
    }
    all.add(CONV_NORM.pixelwise(in, 4 * in, rng));
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(all));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    Initialisation uniform = Initialisation.uniform(1 / Math.sqrt(classes));
    classifier =
        child(
            "classifier",
            Sequential.of(
                new Dropout(arguments.dropout, rng),
                new Linear(4 * in, classes, true, uniform, rng).withZeroBias()));
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor found = avgpool.call(features.call(normalize.call(images)));
    return classifier.call(flatten.call(found));
  }

  /**
   * More channels, a filter for each, squeeze and excitation, and few channels again, beside a
   * shortcut where the size stays.
   */
  private static final class MBConv extends Module {
    private final Sequential block;
    private final StochasticDepth stochasticDepth;
    private final boolean hasShortcut;

    MBConv(Stage stage, int in, int stride, double leftOut, Rng rng) {
      int hidden = in * stage.expansion;
      List<Module> layers = new ArrayList<>();
      if (stage.expansion > 1) {
        layers.add(CONV_NORM.pixelwise(in, hidden, rng));
      }
      layers.add(CONV_NORM.depthwise(hidden, stage.size, stride, rng));
      layers.add(new SqueezeExcitation(hidden, in / 4, new SiLU(), rng));
      layers.add(
          Sequential.of(
              ConvNorm.conv(hidden, stage.out, 1, 1, 1, rng), new BatchNorm2d(stage.out)));
      block = child("block", Sequential.of(layers));
      stochasticDepth = child("stochastic_depth", new StochasticDepth(leftOut, rng));
      hasShortcut = stride == 1 && in == stage.out;
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor output = block.call(input);
      return hasShortcut ? stochasticDepth.call(output).add(input) : output;
    }
  }
}
