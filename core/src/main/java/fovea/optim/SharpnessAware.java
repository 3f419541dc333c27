package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Lanes;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Sharpness-aware minimisation: the gradient of a step is taken where the loss is about largest
 * within {@code rho} of the weights, at {@code p + rho g / |g|}, so that training goes to where the
 * whole neighbourhood has a small loss. A step is then
 *
 * <pre>{@code
 * ... gradients of the loss ...
 * sharpness.climb(lanes);
 * ... gradients of the same loss, there ...
 * sharpness.descend(lanes);
 * optimizer.step(learningRate, lanes);
 * }</pre>
 *
 * @see <a href="https://arxiv.org/abs/2010.01412">Foret et al. 2021, algorithm 1</a>
 */
public final class SharpnessAware implements AutoCloseable {
  /** As in the authors' program: without a gradient there is nowhere to go. */
  private static final double TINY = 1e-12;

  private final Optimizer optimizer;
  private final double rho;
  private final Scope memory = Scope.detached();
  private final List<Pair> pieces = new ArrayList<>();

  /** Some of the weights, and where they are kept while they are elsewhere. */
  private record Pair(Tensor weights, Tensor kept) {}

  /**
   * @param optimizer whose weights are moved; closed after this
   * @param rho L2 norm of the way up, above 0
   */
  public SharpnessAware(Optimizer optimizer, double rho) {
    Refused.unless(rho > 0 && rho < Double.POSITIVE_INFINITY, "rho", rho, "above 0");
    this.optimizer = optimizer;
    this.rho = rho;
    try (Scope temporary = Scope.open()) {
      Tensor weights = optimizer.flatParameters();
      Tensor kept = Tensor.zeros(weights.shape().elements());
      for (Range range : Range.of(weights.shape())) {
        pieces.add(new Pair(memory.adopt(range.in(weights)), memory.adopt(range.in(kept))));
      }
    }
  }

  /** Moves the weights up along the gradients; frozen ones stay. */
  public void climb(Lanes lanes) {
    lanes.each(pieces.size(), (i, lane) -> pieces.get(i).kept.copyFrom(pieces.get(i).weights));
    double rate = rho / (optimizer.gradientNorm(lanes) + TINY);
    optimizer.eachPart(lanes, part -> FusedUpdate.move(part.values(), part.gradients(), rate));
  }

  /** Puts the weights back, to the bit. */
  public void descend(Lanes lanes) {
    lanes.each(pieces.size(), (i, lane) -> pieces.get(i).weights.copyFrom(pieces.get(i).kept));
  }

  @Override
  public void close() {
    memory.close();
  }
}
