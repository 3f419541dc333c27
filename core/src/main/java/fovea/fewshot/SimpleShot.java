package fovea.fewshot;

import fovea.tensor.Rng;
import java.util.Optional;

/**
 * The class whose mean is nearest, all features being scaled to length 1 first; and, where the mean
 * of training images is known, less that mean before.
 *
 * @param centre the mean of the features of images that the network was trained on, [D]
 * @see <a href="https://arxiv.org/abs/1911.04623">Wang et al. 2019, section 3: L2N, and CL2N with a
 *     centre</a>
 */
public record SimpleShot(Optional<double[]> centre) implements FewShotMethod {
  public static final String NAME = "simpleshot";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Rule learn(Support support, Rng rng) {
    Rule nearest = new Prototypes().learn(support.with(this::scaled), rng);
    return features -> nearest.scores(scaled(features));
  }

  private double[] scaled(double[] features) {
    return Vectors.normalised(
        centre.map(mean -> Vectors.difference(features, mean)).orElse(features));
  }
}
