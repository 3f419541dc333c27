package fovea.explain;

import fovea.FoveaException;
import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An explanation beside that of the same network with random weights, which knows nothing: one that
 * looks the same says nothing of what was learnt.
 *
 * @param check by how much it changes, layer by layer
 * @param relevance with as many weights random as in the check's last stage: all, unless the
 *     network's outputs overflow then
 */
public record RandomizedView(SanityCheck check, Relevance relevance) {
  /**
   * Makes weights random, and puts them back.
   *
   * @param network nobody else may use it meanwhile
   * @param own the relevance by the network as it is
   * @param rng that it was explained by
   * @throws FoveaException if the network has no weights, or its outputs overflow however few of
   *     them are random
   */
  public static RandomizedView of(
      Module network,
      Shape input,
      Execution how,
      Explanation explanation,
      Comparison.Case one,
      Relevance own,
      Rng rng) {
    SanityCheck check =
        Objects.requireNonNull(
            SanityCheck.of(
                    network,
                    input,
                    how,
                    List.of(explanation),
                    List.of(one),
                    Map.of(explanation.name(), List.of(own)),
                    rng)
                .get(explanation.name()));
    try (RandomWeights weights = new RandomWeights(network, rng.split("weights"))) {
      weights.randomize(weights.layers().indexOf(check.last().downTo()) + 1);
      try (Explainer explainer = Explainer.of(network, input, how)) {
        return new RandomizedView(
            check,
            explainer.explain(explanation, one.image(), one.question(), rng.split("image", 0)));
      }
    }
  }
}
