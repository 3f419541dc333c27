package fovea.cli;

import static fovea.nn.Layers.*;

import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The networks whose training step is measured, here and in other libraries ({@code bench/peers}):
 * [N, 3, 32, 32] to logits [N, 10]. They don't normalise their input, so nobody should train them
 * for use.
 */
public enum StepNetwork {
  /** The article's own listing. */
  ARTICLE {
    @Override
    public Module create(Rng rng) {
      return Sequential.of(
          conv3x3(3, 64, rng),
          reluInPlace(),
          maxPool(2),
          flatten(),
          linear(64 * 16 * 16, 512, rng),
          reluInPlace(),
          dropout(0.5, rng),
          linear(512, 10, rng));
    }
  },

  /**
   * Six 3 x 3 convolutions of 64, 64, 128, 128, 256, 256 channels with batch norm, a 2 x 2 max-pool
   * after each pair, mean pool, linear.
   */
  VGG6 {
    @Override
    public Module create(Rng rng) {
      List<Module> all = new ArrayList<>();
      int channels = 3;
      for (int width : List.of(64, 128, 256)) {
        all.addAll(List.of(conv3x3NoBias(channels, width, rng), batchNorm(width), reluInPlace()));
        all.addAll(List.of(conv3x3NoBias(width, width, rng), batchNorm(width), reluInPlace()));
        all.add(maxPool(2));
        channels = width;
      }
      all.addAll(List.of(globalAvgPool(), flatten(), linear(256, 10, rng)));
      return Sequential.of(all);
    }
  };

  /** The network with random weights. */
  public abstract Module create(Rng rng);

  /** {@code article} or {@code vgg6}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
