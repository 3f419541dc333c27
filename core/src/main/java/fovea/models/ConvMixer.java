package fovea.models;

import fovea.FoveaException;
import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.GELU;
import fovea.nn.Initialisation;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
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
 * ConvMixer: patches, then filters a channel and layers a pixel in turns, all of one size. Input
 * [N, 3, S, S] in [0, 1], any S of at least two patches; output logits [N, classes]. Its parts have
 * timm's names.
 *
 * @see <a href="https://arxiv.org/abs/2201.09792">Trockman and Kolter 2022, figure 3</a>
 */
public final class ConvMixer extends Module {
  /** What follows the convolutions: GELU in the paper, but for ReLU in ConvMixer-768/32. */
  public enum Activation {
    GELU,
    RELU;

    private Module layer() {
      return this == GELU ? new GELU() : new ReLU(true);
    }
  }

  /** What can be chosen; the defaults are of the size of ConvMixer-768/32, with GELU. */
  @Named("convmixer")
  public record Arguments(
      @Setting(
              about = "height and width of an image, at least two patches",
              standard = "224",
              range = "[8, 512]")
          int imageSize,
      @Setting(about = "channels", standard = "768", range = "[1, 4096]") int width,
      @Setting(about = "blocks", standard = "32", range = "[1, 128]") int depth,
      @Setting(
              about = "height and width of the filters, an odd number",
              standard = "7",
              range = "[1, 31]")
          int kernelSize,
      @Setting(
              about = "height and width of the patches that the first layer makes a pixel of",
              standard = "7",
              range = "[1, 32]")
          int patch,
      @Setting(
              about = "after the convolutions; `relu` in the published weights of 768 channels",
              standard = "gelu",
              tacit = true)
          Activation activation)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, width, depth, kernelSize, patch, activation);
      if (kernelSize % 2 == 0) { // or the padding on both sides would differ
        throw FoveaException.of(
            "kernelSize",
            "argument `kernelSize` of model `convmixer` is %d, expected an odd number, 1 to 31"
                .formatted(kernelSize));
      }
      if (imageSize < 2 * patch) {
        throw FoveaException.of(
            "imageSize",
            "argument `imageSize` of model `convmixer` is %d, expected a whole number, %d to 512, or a smaller `patch` than %d"
                .formatted(imageSize, 2 * patch, patch));
      }
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new ConvMixer(this, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Sequential stem;
  private final Sequential blocks;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Linear head;

  private ConvMixer(Arguments arguments, int classes, Rng rng) {
    int width = arguments.width;
    int patch = arguments.patch;
    int size = arguments.kernelSize;
    Activation after = arguments.activation;
    ConvGeometry depthwise = ConvGeometry.of(1, size / 2).grouped(width);
    List<Module> all = new ArrayList<>();
    normalize = child("normalize", new Normalize(3));
    stem =
        child("stem", Sequential.of(layer(3, width, patch, ConvGeometry.of(patch, 0), after, rng)));
    for (int i = 0; i < arguments.depth; i++) {
      Module spatial = Sequential.of(layer(width, width, size, depthwise, after, rng));
      List<Module> block = new ArrayList<>();
      block.add(new Residual("fn", spatial));
      block.addAll(layer(width, width, 1, ConvGeometry.of(1, 0), after, rng));
      all.add(Sequential.of(block));
    }
    blocks = child("blocks", Sequential.of(all));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(1));
    flatten = child("flatten", new Flatten());
    head = child("head", new Linear(width, classes, true, rng));
  }

  private static List<Module> layer(
      int in, int out, int size, ConvGeometry geometry, Activation activation, Rng rng) {
    return List.of(
        new Conv2d(in, out, Size2d.square(size), geometry, true, Initialisation.standard(), rng),
        activation.layer(),
        new BatchNorm2d(out));
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor features = blocks.call(stem.call(normalize.call(images)));
    return head.call(flatten.call(avgpool.call(features)));
  }
}
