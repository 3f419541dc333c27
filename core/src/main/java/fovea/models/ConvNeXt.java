package fovea.models;

import fovea.FoveaException;
import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.GELU;
import fovea.nn.Initialisation;
import fovea.nn.LayerNorm;
import fovea.nn.LayerNorm2d;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Permute;
import fovea.nn.Sequential;
import fovea.nn.StochasticDepth;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.ConvGeometry;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * ConvNeXt-T. Input [N, 3, S, S] in [0, 1], any S of at least 8 patches; output logits [N,
 * classes]. Its parts have torchvision's names and shapes.
 *
 * @see <a href="https://arxiv.org/abs/2201.03545">Liu et al. 2022, figure 4</a>
 */
public final class ConvNeXt extends Module {
  /** What can be chosen. */
  @Named("convnext_tiny")
  public record Arguments(
      @Setting(
              about = "height and width of an image, at least 8 patches",
              standard = "224",
              range = "[8, 512]")
          int imageSize,
      @Setting(
              about = "height and width of the patches that the first layer makes a pixel of",
              standard = "4",
              range = "[1, 16]")
          int patch,
      @Setting(
              about =
                  "probability that an image leaves out a block, rising from 0 at the first to this"
                      + " at the last",
              standard = "0.1",
              range = "[0, 1)")
          double stochasticDepth)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, patch, stochasticDepth);
      if (imageSize < 8 * patch) { // halved three times after the patches
        throw FoveaException.of(
            "imageSize",
            "argument `imageSize` of model `convnext_tiny` is %d, expected a whole number, %d to 512, or a smaller `patch` than %d"
                .formatted(imageSize, 8 * patch, patch));
      }
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new ConvNeXt(this, classes, rng);
    }
  }

  private static final int[] WIDTHS = {96, 192, 384, 768};
  private static final int[] BLOCKS = {3, 3, 9, 3};
  private static final double EPSILON = 1e-6;

  /** torchvision leaves out what is further from 0 than a hundred deviations: nothing. */
  private static final Initialisation WEIGHTS = Initialisation.normal(0.02);

  private final Normalize normalize;
  private final Sequential features;
  private final AdaptiveAvgPool2d avgpool;
  private final Sequential classifier;

  private ConvNeXt(Arguments arguments, int classes, Rng rng) {
    int patch = arguments.patch;
    List<Module> all = new ArrayList<>();
    all.add(
        Sequential.of(conv(3, WIDTHS[0], patch, ConvGeometry.of(patch, 0), rng), norm(WIDTHS[0])));
    int block = 0;
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      int width = WIDTHS[stage];
      if (stage > 0) {
        int before = WIDTHS[stage - 1];
        all.add(Sequential.of(norm(before), conv(before, width, 2, ConvGeometry.of(2, 0), rng)));
      }
      List<Module> row = new ArrayList<>();
      for (int i = 0; i < BLOCKS[stage]; i++) {
        row.add(new Block(width, arguments.stochasticDepth * block++ / 17, rng));
      }
      all.add(Sequential.of(row));
    }
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(all));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    int last = WIDTHS[3];
    classifier =
        child("classifier", Sequential.of(norm(last), new Flatten(), linear(last, classes, rng)));
  }

  private static LayerNorm2d norm(int channels) {
    return new LayerNorm2d(channels, EPSILON);
  }

  private static Conv2d conv(int in, int out, int size, ConvGeometry geometry, Rng rng) {
    return new Conv2d(in, out, Size2d.square(size), geometry, true, WEIGHTS, rng).withZeroBias();
  }

  private static Linear linear(int in, int out, Rng rng) {
    return new Linear(in, out, true, WEIGHTS, rng).withZeroBias();
  }

  @Override
  protected Tensor forward(Tensor images) {
    return classifier.call(avgpool.call(features.call(normalize.call(images))));
  }

  /** A 7 x 7 filter a channel, then two layers at each pixel, scaled, beside a shortcut. */
  private static final class Block extends Module {
    private final Tensor layerScale;
    private final Sequential block;
    private final StochasticDepth stochasticDepth;

    Block(int width, double leftOut, Rng rng) {
      layerScale = parameter("layer_scale", () -> Tensor.full(1e-6, width, 1, 1));
      block =
          child(
              "block",
              Sequential.of(
                  conv(width, width, 7, ConvGeometry.of(1, 3).grouped(width), rng),
                  new Permute(0, 2, 3, 1),
                  new LayerNorm(width, EPSILON),
                  linear(width, 4 * width, rng),
                  new GELU(),
                  linear(4 * width, width, rng),
                  new Permute(0, 3, 1, 2)));
      stochasticDepth = child("stochastic_depth", new StochasticDepth(leftOut, rng));
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor output = block.call(input);
      // In the output's type, or all that follows would be float32.
      Tensor scaled = output.mul(layerScale.to(output.dtype()));
      return stochasticDepth.call(scaled).add(input);
    }
  }
}
