package fovea.models;

import static fovea.nn.Layers.*;

import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Sequential;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * Conv-4, the network that few-shot learning is compared by: four times convolution, batch norm,
 * ReLU and pooling. Input [N, 3, S, S] in [0, 1], any S from 16 on; output logits [N, classes]. Its
 * features, which the head is given, are [N, channels * (S / 16)^2], each division rounded down.
 *
 * @see <a href="https://arxiv.org/abs/1703.05175">Snell et al. 2017, section 3.1</a>
 */
public final class Conv4 extends Module {
  private static final int BLOCKS = 4;

  /** What can be chosen. */
  @Named("conv4")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "32", range = "[16, 512]")
          int imageSize,
      @Setting(about = "filters of each convolution", standard = "64", range = "[1, 1024]")
          int channels)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, channels);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new Conv4(this, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Sequential features;
  private final Flatten flatten;
  private final Linear head;

  private Conv4(Arguments arguments, int classes, Rng rng) {
    int channels = arguments.channels;
    int side = arguments.imageSize >> BLOCKS;
    normalize = child("normalize", new Normalize(3));
    features =
        child(
            "features",
            Sequential.of(
                block(3, channels, rng),
                block(channels, channels, rng),
                block(channels, channels, rng),
                block(channels, channels, rng)));
    flatten = child("flatten", flatten());
    head = child("head", linear(channels * side * side, classes, rng));
  }

  private static Sequential block(int inChannels, int outChannels, Rng rng) {
    return Sequential.of(
        conv3x3NoBias(inChannels, outChannels, rng),
        batchNorm(outChannels),
        reluInPlace(),
        maxPool(2));
  }

  @Override
  protected Tensor forward(Tensor images) {
    return head.call(flatten.call(features.call(normalize.call(images))));
  }
}
