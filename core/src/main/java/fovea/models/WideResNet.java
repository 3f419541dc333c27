package fovea.models;

import static fovea.models.ResidualStage.conv;

import fovea.FoveaException;
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
import java.util.ArrayList;
import java.util.List;

/**
 * Wide residual networks for small images: WRN-16-4, WRN-28-10 and others. Input [N, 3, S, S] in
 * [0, 1], any S from 16 on; output logits [N, classes]. The parts are named as in the PyTorch code
 * that most papers since have used.
 *
 * @see <a href="https://arxiv.org/abs/1605.07146">Zagoruyko and Komodakis 2016, table 1</a>
 */
public final class WideResNet extends Module {
  /** What can be chosen. */
  @Named("wideresnet")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "32", range = "[16, 512]")
          int imageSize,
      @Setting(
              about = "convolutions in a row: 10, 16, 22, 28 and so on",
              standard = "16",
              range = "[10, 100]")
          int depth,
      @Setting(
              about =
                  "how many times as wide as the narrow ones, which have 16, 32 and 64 channels",
              standard = "4",
              range = "[1, 32]")
          int widen,
      @Setting(
              about = "probability between a block's convolutions",
              standard = "0",
              range = "[0, 1)")
          double dropout,
      @Setting(about = StochasticDepths.ABOUT, standard = "0", range = "[0, 1)", tacit = true)
          double stochasticDepth)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, depth, widen, dropout, stochasticDepth);
      if (depth % 6 != 4) { // three stages of blocks of two, and four of their own
        throw FoveaException.of(
            "depth",
            "argument `depth` of model `wideresnet` is %d, expected 4 more than a multiple of 6, such as %d"
                .formatted(depth, (depth + 2) / 6 * 6 + 4));
      }
    }

    /** Of each stage. */
    private int blocks() {
      return (depth - 4) / 6;
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new WideResNet(this, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Conv2d conv1;
  private final Stage block1;
  private final Stage block2;
  private final Stage block3;
  private final BatchNorm2d bn1;
  private final ReLU relu;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Linear fc;

  private WideResNet(Arguments arguments, int classes, Rng rng) {
    int width = 16 * arguments.widen;
    StochasticDepths depths =
        new StochasticDepths(arguments.stochasticDepth, 3 * arguments.blocks());
    normalize = child("normalize", new Normalize(3));
    conv1 = child("conv1", conv(3, 16, 3, 1, rng));
    block1 = child("block1", new Stage(arguments, 16, width, 1, depths, rng));
    block2 = child("block2", new Stage(arguments, width, 2 * width, 2, depths, rng));
    block3 = child("block3", new Stage(arguments, 2 * width, 4 * width, 2, depths, rng));
    bn1 = child("bn1", new BatchNorm2d(4 * width));
    relu = child("relu", new ReLU(true));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    fc = child("fc", new Linear(4 * width, classes, true, rng).withZeroBias());
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor stem = conv1.call(normalize.call(images));
    Tensor sum = block3.call(block2.call(block1.call(stem)));
    return fc.call(flatten.call(avgpool.call(relu.call(bn1.call(sum)))));
  }

  private static final class Stage extends Module {
    private final Sequential layer;

    Stage(Arguments arguments, int in, int out, int stride, StochasticDepths depths, Rng rng) {
      List<Module> blocks = new ArrayList<>();
      for (int i = 0; i < arguments.blocks(); i++) {
        boolean changes = i == 0 && in != out;
        blocks.add(
            new PreActBlock(
                i == 0 ? in : out,
                out,
                i == 0 ? stride : 1,
                arguments.dropout,
                depths.next(rng),
                "convShortcut",
                changes ? conv(in, out, 1, stride, rng) : null,
                rng));
      }
      layer = child("layer", Sequential.of(blocks));
    }

    @Override
    protected Tensor forward(Tensor input) {
      return layer.call(input);
    }
  }
}
