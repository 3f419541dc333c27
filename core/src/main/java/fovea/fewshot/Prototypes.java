package fovea.fewshot;

import fovea.tensor.Rng;
import java.util.Arrays;

/**
 * The class whose mean is nearest, as prototypical networks are trained to have it.
 *
 * @see <a href="https://arxiv.org/abs/1703.05175">Snell et al. 2017, equation 2</a>
 */
public record Prototypes() implements FewShotMethod {
  @Override
  public String name() {
    return "prototypes";
  }

  @Override
  public Rule learn(Support support, Rng rng) {
    double[][] prototypes = support.prototypes();
    return features ->
        Arrays.stream(prototypes)
            .mapToDouble(
                prototype -> {
                  double[] off = Vectors.difference(features, prototype);
                  return -Vectors.dot(off, off);
                })
            .toArray();
  }
}
