package fovea.models;

import static fovea.nn.Layers.*;

import fovea.nn.Flatten;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Sequential;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The article's network. Input [N, 3, S, S] in [0, 1]; output logits [N, classes].
 *
 * <p>A first convolution finds edges and colours and pooling halves the image; the progressive
 * feature-extraction layers combine them at S/2 x S/2; the classifier decides.
 */
public final class Cifar10Cnn extends Module {
  /** What can be chosen. */
  @Named("cifar10-cnn")
  public record Arguments(
      @Setting(
              about = "height and width of an image",
              standard = "32",
              range = "[8, 128]",
              multipleOf = 2)
          int imageSize,
      @Setting(
              about = "convolution, batch norm, ReLU after the pooling: how many",
              standard = "3",
              range = "[0, 64]")
          int blocks,
      @Setting(about = "probability between the linear layers", standard = "0.5", range = "[0, 1)")
          double dropout,
      @Setting(
              about = "whether the blocks have it; without, their convolutions have biases",
              standard = "true",
              tacit = true)
          boolean batchNorm)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, blocks, dropout, batchNorm);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new Cifar10Cnn(this, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Sequential features;
  private final Flatten flatten;
  private final Sequential classifier;

  /** A network with PyTorch's default starting values. */
  public Cifar10Cnn(Arguments arguments, int classes, Rng rng) {
    int pooled = arguments.imageSize / 2;
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(features(arguments, rng)));
    flatten = child("flatten", flatten());
    classifier =
        child(
            "classifier",
            Sequential.of(
                linear(64 * pooled * pooled, 512, rng),
                reluInPlace(),
                dropout(arguments.dropout, rng),
                linear(512, classes, rng)));
  }

  private static List<Module> features(Arguments arguments, Rng rng) {
    List<Module> layers = new ArrayList<>(List.of(conv3x3(3, 64, rng), reluInPlace(), maxPool(2)));
    for (int block = 0; block < arguments.blocks; block++) {
      layers.addAll(
          arguments.batchNorm
              ? List.of(conv3x3NoBias(64, 64, rng), batchNorm(64), reluInPlace())
              : List.of(conv3x3(64, 64, rng), reluInPlace()));
    }
    return layers;
  }

  @Override
  protected Tensor forward(Tensor images) {
    return classifier.call(flatten.call(features.call(normalize.call(images))));
  }
}
