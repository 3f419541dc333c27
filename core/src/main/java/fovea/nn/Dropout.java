package fovea.nn;

import fovea.tensor.Activation;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Zeroes each value with probability {@code p} while training and scales the others by 1 / (1 - p).
 *
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. 2014</a>
 */
public final class Dropout extends Module {
  private final double p;
  private Rng rng;

  /**
   * A layer with its own stream of random numbers.
   *
   * @param p in [0, 1)
   * @param rng draws the stream's seed, so that layers made with the same generator differ
   */
  public Dropout(double p, Rng rng) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("Dropout: p is " + p + ", expected 0 to below 1");
    }
    this.p = p;
    this.rng = Rng.seeded(rng.nextLong());
  }

  @Override
  protected Tensor forward(Tensor input) {
    return training() && p > 0 ? Activation.dropout(input, p, randomness(rng)) : input;
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
