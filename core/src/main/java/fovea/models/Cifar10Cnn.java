package fovea.models;

import static fovea.nn.Layers.*;

import fovea.nn.Flatten;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Sequential;
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
  private final Normalize normalize;
  private final Sequential features;
  private final Flatten flatten;
  private final Sequential classifier;

  /**
   * A network with PyTorch's default starting values.
   *
   * @param imageSize S, even; the article's is 32
   * @param blocks feature-extraction layers after the pooling, each convolution, batch norm, ReLU
   * @param dropout probability between the linear layers, in [0, 1)
   */
  public Cifar10Cnn(int imageSize, int blocks, double dropout, int classes, Rng rng) {
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(features(blocks, rng)));
    flatten = child("flatten", flatten());
    classifier =
        child(
            "classifier",
            Sequential.of(
                linear(64 * (imageSize / 2) * (imageSize / 2), 512, rng),
                reluInPlace(),
                dropout(dropout, rng),
                linear(512, classes, rng)));
  }

  private static List<Module> features(int blocks, Rng rng) {
    List<Module> layers = new ArrayList<>(List.of(conv3x3(3, 64, rng), reluInPlace(), maxPool(2)));
    for (int block = 0; block < blocks; block++) {
      layers.addAll(List.of(conv3x3NoBias(64, 64, rng), batchNorm(64), reluInPlace()));
    }
    return layers;
  }

  @Override
  protected Tensor forward(Tensor images) {
    return classifier.call(flatten.call(features.call(normalize.call(images))));
  }
}
