package fovea.models;

import static fovea.nn.Initialisation.kaimingUniform;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.Conv2d;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Initialisation;
import fovea.nn.Initialisation.Fan;
import fovea.nn.MaxPool2d;
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
import java.util.List;

/**
 * SqueezeNet 1.1, which decides by a 1 x 1 convolution whose outputs are averaged. Input [N, 3, S,
 * S] in [0, 1], any S from 17 on; output logits [N, classes], none below 0. Its parts have
 * torchvision's names and shapes.
 *
 * @see <a href="https://arxiv.org/abs/1602.07360">Iandola et al. 2016</a>
 */
public final class SqueezeNet extends Module {
  /** What can be chosen. */
  @Named("squeezenet1_1")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "224", range = "[17, 512]")
          int imageSize,
      @Setting(about = "probability before the classifier", standard = "0.5", range = "[0, 1)")
          double dropout)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, dropout);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new SqueezeNet(dropout, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Sequential features;
  private final Sequential classifier;
  private final Flatten flatten;

  private SqueezeNet(double dropout, int classes, Rng rng) {
    normalize = child("normalize", new Normalize(3));
    features =
        child(
            "features",
            Sequential.of(
                conv(3, 64, 3, ConvGeometry.of(2, 0), rng),
                new ReLU(true),
                MaxPool2d.ceil(3, 2),
                new Fire(64, 16, 64, rng),
                new Fire(128, 16, 64, rng),
                MaxPool2d.ceil(3, 2),
                new Fire(128, 32, 128, rng),
                new Fire(256, 32, 128, rng),
                MaxPool2d.ceil(3, 2),
                new Fire(256, 48, 192, rng),
                new Fire(384, 48, 192, rng),
                new Fire(384, 64, 256, rng),
                new Fire(512, 64, 256, rng)));
    classifier =
        child(
            "classifier",
            Sequential.of(
                new Dropout(dropout, rng),
                conv(512, classes, 1, ConvGeometry.of(1, 0), Initialisation.normal(0.01), rng),
                new ReLU(true),
                new AdaptiveAvgPool2d(1)));
    flatten = child("flatten", new Flatten());
  }

  private static Conv2d conv(int in, int out, int size, ConvGeometry geometry, Rng rng) {
    return conv(in, out, size, geometry, kaimingUniform(Fan.IN), rng);
  }

  private static Conv2d conv(
      int in, int out, int size, ConvGeometry geometry, Initialisation weights, Rng rng) {
    return new Conv2d(in, out, Size2d.square(size), geometry, true, weights, rng).withZeroBias();
  }

  @Override
  protected Tensor forward(Tensor images) {
    return flatten.call(classifier.call(features.call(normalize.call(images))));
  }

  /** Few channels, then filters of two sizes side by side: [N, in, H, W] to [N, 2 expand, H, W]. */
  private static final class Fire extends Module {
    private final Conv2d squeeze;
    private final ReLU squeezeActivation;
    private final Conv2d expand1x1;
    private final ReLU expand1x1Activation;
    private final Conv2d expand3x3;
    private final ReLU expand3x3Activation;

    Fire(int in, int squeezed, int expand, Rng rng) {
      squeeze = child("squeeze", conv(in, squeezed, 1, ConvGeometry.of(1, 0), rng));
      squeezeActivation = child("squeeze_activation", new ReLU(true));
      expand1x1 = child("expand1x1", conv(squeezed, expand, 1, ConvGeometry.of(1, 0), rng));
      expand1x1Activation = child("expand1x1_activation", new ReLU(true));
      expand3x3 = child("expand3x3", conv(squeezed, expand, 3, ConvGeometry.of(1, 1), rng));
      expand3x3Activation = child("expand3x3_activation", new ReLU(true));
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor seen = squeezeActivation.call(squeeze.call(input));
      Tensor small = expand1x1Activation.call(expand1x1.call(seen));
      Tensor large = expand3x3Activation.call(expand3x3.call(seen));
      return Tensor.cat(List.of(small, large), 1);
    }
  }
}
