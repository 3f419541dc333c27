package fovea.bench;

import static fovea.nn.Layers.*;

import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/** The peers' first network, the article's own listing. [N, 3, 32, 32] to logits [N, 10]. */
final class Article extends Module {
  private final Sequential layers;

  Article(Rng rng) {
    layers =
        child(
            "layers",
            Sequential.of(
                conv3x3(3, 64, rng),
                relu(),
                maxPool(2),
                flatten(),
                linear(64 * 16 * 16, 512, rng),
                relu(),
                dropout(0.5, rng),
                linear(512, 10, rng)));
  }

  @Override
  protected Tensor forward(Tensor images) {
    return layers.call(images);
  }
}
