package fovea.models;

import static fovea.nn.Initialisation.kaimingNormal;

import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Initialisation;
import fovea.nn.Initialisation.Fan;
import fovea.nn.Linear;
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
import java.util.ArrayList;
import java.util.List;

/**
 * VGG-16 with batch norm. Input [N, 3, S, S] in [0, 1], any S from 32 on; output logits [N,
 * classes]. Its parts have torchvision's names and shapes.
 *
 * @see <a href="https://arxiv.org/abs/1409.1556">Simonyan and Zisserman 2015, table 1, column D</a>
 */
public final class Vgg16Bn extends Module {
  /** What can be chosen. */
  @Named("vgg16_bn")
  public record Arguments(
      @Setting(about = "height and width of an image", standard = "224", range = "[32, 512]")
          int imageSize,
      @Setting(
              about = "outputs of each of the first two linear layers",
              standard = "4096",
              range = "[1, 16384]")
          int hidden,
      @Setting(about = "probability between the linear layers", standard = "0.5", range = "[0, 1)")
          double dropout)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, hidden, dropout);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new Vgg16Bn(this, classes, rng);
    }
  }

  private static final int[] WIDTHS = {64, 128, 256, 512, 512};
  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};

  /** Height and width that the linear layers see. */
  private static final int POOLED = 7;

  private final Normalize normalize;
  private final Sequential features;
  private final AdaptiveAvgPool2d avgpool;
  private final Flatten flatten;
  private final Sequential classifier;

  private Vgg16Bn(Arguments arguments, int classes, Rng rng) {
    List<Module> layers = new ArrayList<>();
    int in = 3;
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      for (int i = 0; i < CONVOLUTIONS[stage]; i++) {
        layers.add(conv(in, WIDTHS[stage], rng));
        layers.add(new BatchNorm2d(WIDTHS[stage]));
        layers.add(new ReLU(true));
        in = WIDTHS[stage];
      }
      layers.add(new MaxPool2d(2, 2));
    }
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(layers));
    avgpool = child("avgpool", new AdaptiveAvgPool2d(POOLED));
    flatten = child("flatten", new Flatten());
    int hidden = arguments.hidden;
    classifier =
        child(
            "classifier",
            Sequential.of(
                linear(in * POOLED * POOLED, hidden, rng),
                new ReLU(true),
                new Dropout(arguments.dropout, rng),
                linear(hidden, hidden, rng),
                new ReLU(true),
                new Dropout(arguments.dropout, rng),
                linear(hidden, classes, rng)));
  }

  private static Conv2d conv(int in, int out, Rng rng) {
    return new Conv2d(
            in, out, Size2d.square(3), ConvGeometry.of(1, 1), true, kaimingNormal(Fan.OUT), rng)
        .withZeroBias();
  }

  private static Linear linear(int in, int out, Rng rng) {
    return new Linear(in, out, true, Initialisation.normal(0.01), rng).withZeroBias();
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor found = avgpool.call(features.call(normalize.call(images)));
    return classifier.call(flatten.call(found));
  }
}
