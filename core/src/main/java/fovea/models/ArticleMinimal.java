package fovea.models;

import static fovea.nn.Layers.*;

import fovea.nn.Flatten;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Sequential;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * The article's listing to the letter: one convolution, one pooling, two linear layers. Input [N,
 * 3, S, S] in [0, 1]; output logits [N, classes].
 */
public final class ArticleMinimal extends Module {
  private final Normalize normalize;
  private final Sequential features;
  private final Flatten flatten;
  private final Sequential classifier;

  /**
   * A network with PyTorch's default starting values.
   *
   * @param imageSize S, even; the article's is 32
   * @param dropout probability between the linear layers, in [0, 1)
   */
  public ArticleMinimal(int imageSize, double dropout, int classes, Rng rng) {
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(conv3x3(3, 64, rng), reluInPlace(), maxPool(2)));
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

  @Override
  protected Tensor forward(Tensor images) {
    return classifier.call(flatten.call(features.call(normalize.call(images))));
  }
}
