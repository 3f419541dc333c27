package fovea.models;

import fovea.nn.StochasticDepth;
import fovea.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * How often the blocks of a residual network are left out, one after the other: the l-th of L with
 * probability {@code p l / L}.
 *
 * @see <a href="https://arxiv.org/abs/1603.09382">Huang et al. 2016, section 3, on linear decay</a>
 */
final class StochasticDepths {
  /** What an argument of this kind is. */
  static final String ABOUT =
      "probability that an image leaves out a block, rising from near 0 at the first to this at the last";

  private final double last;
  private final int blocks;
  private int made;

  /**
   * @param last probability of the last block, in [0, 1)
   * @param blocks of the whole network
   */
  StochasticDepths(double last, int blocks) {
    this.last = last;
    this.blocks = blocks;
  }

  /** Of the next block; null where none is ever left out, and no random number is drawn then. */
  @Nullable StochasticDepth next(Rng rng) {
    made++;
    return last == 0 ? null : new StochasticDepth(last * made / blocks, rng);
  }
}
