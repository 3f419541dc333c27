package fovea.nn;

import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * Zeroes each image's values with probability {@code p} while training and scales those of the
 * others by 1 / (1 - p): before a sum it leaves out a residual block.
 *
 * @see <a href="https://arxiv.org/abs/1603.09382">Huang et al. 2016, section 3</a>
 */
public final class StochasticDepth extends Module {
  private final double p;
  private Rng rng;

  /**
   * A layer with its own stream of random numbers.
   *
   * @param p in [0, 1)
   * @param rng draws the stream's seed, so that layers made with the same generator differ
   */
  public StochasticDepth(double p, Rng rng) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("StochasticDepth: p is " + p + ", expected 0 to below 1");
    }
    this.p = p;
    this.rng = Rng.seeded(rng.nextLong());
  }

  @Override
  protected Tensor forward(Tensor input) {
    if (!training() || p == 0) {
      return input;
    }
    long[] one = new long[input.shape().rank()];
    Arrays.fill(one, 1);
    one[0] = input.shape().size(0);
    Tensor kept = RandomTensor.bernoulli(1 - p, randomness(rng), Shape.of(one)).div(1 - p);
    return input.mul(kept.to(input.dtype()));
  }

  @Override
  protected void restart(Rng newRng) {
    rng = newRng;
  }

  @Override
  public Map<String, Object> arguments() {
    return Map.of("p", p);
  }
}
