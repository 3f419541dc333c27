package fovea.fewshot;

import fovea.tensor.Rng;
import java.util.List;
import java.util.Optional;

/** A way to learn classes from the frozen features of a few images. Each is one file. */
public sealed interface FewShotMethod
    permits Prototypes, SimpleShot, Ridge, LogisticRegression, FineTuning {
  /** All that there are, with the values that their papers have. */
  static List<FewShotMethod> all() {
    return List.of(
        new Prototypes(),
        new SimpleShot(Optional.empty()),
        Ridge.usual(),
        LogisticRegression.usual(),
        FineTuning.usual());
  }

  /** As commands call it. */
  String name();

  /**
   * Learns from an episode's images.
   *
   * @param rng for what is drawn
   */
  Rule learn(Support support, Rng rng);

  /** Tells the classes apart that were learnt. */
  @FunctionalInterface
  interface Rule {
    /** A score of each class, [ways], the highest of the one that the image is taken for. */
    double[] scores(double[] features);
  }
}
