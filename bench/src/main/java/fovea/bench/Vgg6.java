package fovea.bench;

import static fovea.nn.Layers.*;

import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The peers' second network: six 3 x 3 convolutions of 64, 64, 128, 128, 256, 256 channels with
 * batch norm, a 2 x 2 max-pool after each pair, mean pool, linear. [N, 3, 32, 32] to logits [N,
 * 10].
 */
final class Vgg6 extends Module {
  private final Sequential layers;

  Vgg6(Rng rng) {
    List<Module> all = new ArrayList<>();
    int channels = 3;
    for (int width : List.of(64, 128, 256)) {
      all.addAll(List.of(conv3x3NoBias(channels, width, rng), batchNorm(width), relu()));
      all.addAll(List.of(conv3x3NoBias(width, width, rng), batchNorm(width), relu()));
      all.add(maxPool(2));
      channels = width;
    }
    all.addAll(List.of(globalAvgPool(), flatten(), linear(256, 10, rng)));
    layers = child("layers", Sequential.of(all));
  }

  @Override
  protected Tensor forward(Tensor images) {
    return layers.call(images);
  }
}
