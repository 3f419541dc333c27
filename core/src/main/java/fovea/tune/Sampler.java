package fovea.tune;

import fovea.tensor.Rng;
import java.util.List;
import java.util.Map;

/** What the settings of a new trial are drawn by. */
public enum Sampler {
  /** Uniformly, whatever came of other trials. */
  RANDOM,
  /** {@link ParzenEstimators}. */
  TPE;

  /**
   * Settings by their paths, of those dimensions that count with the others.
   *
   * @param trials so far
   */
  Map<String, String> draw(Space space, List<Trial> trials, Rng rng) {
    return switch (this) {
      case RANDOM -> space.draw(dimension -> rng.nextDouble());
      case TPE -> ParzenEstimators.draw(space, trials, rng);
    };
  }
}
