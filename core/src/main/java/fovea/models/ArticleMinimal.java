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

/**
 * The article's listing to the letter: one convolution, one pooling, two linear layers. Input [N,
 * 3, S, S] in [0, 1]; output logits [N, classes].
 */
public final class ArticleMinimal extends Module {
  /** What can be chosen. */
  @Named("article-minimal")
  public record Arguments(
      @Setting(
              about = "height and width of an image",
              standard = "32",
              range = "[8, 128]",
              multipleOf = 2)
          int imageSize,
      @Setting(about = "probability between the linear layers", standard = "0.5", range = "[0, 1)")
          double dropout)
      implements Architecture {
    public Arguments {
      Declared.check(Arguments.class, imageSize, dropout);
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new ArticleMinimal(this, classes, rng);
    }
  }

  private final Normalize normalize;
  private final Sequential features;
  private final Flatten flatten;
  private final Sequential classifier;

  /** A network with PyTorch's default starting values. */
  public ArticleMinimal(Arguments arguments, int classes, Rng rng) {
    int pooled = arguments.imageSize / 2;
    normalize = child("normalize", new Normalize(3));
    features = child("features", Sequential.of(conv3x3(3, 64, rng), reluInPlace(), maxPool(2)));
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

  @Override
  protected Tensor forward(Tensor images) {
    return classifier.call(flatten.call(features.call(normalize.call(images))));
  }
}
