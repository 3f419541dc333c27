package fovea.fewshot;

import fovea.FoveaException;
import fovea.data.EpisodeShape;
import fovea.data.Episodes;
import fovea.tensor.Lanes;
import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;

/** How well methods tell classes that they learn from a few images, by many episodes. */
public final class FewShotEvaluation {
  private FewShotEvaluation() {}

  /** Hears how many episodes are done; called by several threads. */
  @FunctionalInterface
  public interface Progress {
    /** Another one is. */
    void episode();
  }

  /**
   * Judges each method on the same episodes.
   *
   * @param episodes how many, at least 2
   * @param rng decides the episodes, and what methods draw
   * @param threads that share the work; their number doesn't change the figures
   * @return one result a method
   * @throws FoveaException if the images hold no such episodes
   */
  public static List<FewShotResult> of(
      LabelledFeatures features,
      EpisodeShape shape,
      int episodes,
      List<FewShotMethod> methods,
      Rng rng,
      int threads,
      Progress progress) {
    if (episodes < 2) {
      throw new IllegalArgumentException(episodes + " episodes, expected at least 2");
    }
    int[] all = IntStream.range(0, features.labels().length).toArray();
    Episodes drawn = Episodes.of(features.classes(), features.labels(), all, shape);
    double[][] accuracies = new double[methods.size()][episodes];
    try (Lanes lanes = new Lanes(threads)) {
      lanes.eachUnlessInterrupted(
          episodes,
          (number, lane) -> {
            Rng own = rng.split("episode", number);
            int[] images = drawn.draw(own.split("images"));
            for (int m = 0; m < methods.size(); m++) {
              FewShotMethod method = methods.get(m);
              accuracies[m][number] =
                  accuracy(features, images, shape, method, own.split(method.name()));
            }
            progress.episode();
          });
    }
    return IntStream.range(0, methods.size())
        .mapToObj(m -> FewShotResult.of(methods.get(m).name(), shape, accuracies[m]))
        .toList();
  }

  private static double accuracy(
      LabelledFeatures features, int[] images, EpisodeShape shape, FewShotMethod method, Rng rng) {
    int each = shape.perClass();
    int learnt = shape.ways() * shape.shots();
    double[][] shown = new double[learnt][];
    int[] labels = new int[learnt];
    for (int i = 0; i < learnt; i++) {
      labels[i] = i / shape.shots();
      shown[i] = features.of(images[labels[i] * each + i % shape.shots()]);
    }
    FewShotMethod.Rule rule = method.learn(new Support(shown, labels, shape.ways()), rng);
    int right = 0;
    for (int way = 0; way < shape.ways(); way++) {
      for (int q = shape.shots(); q < each; q++) {
        double[] scores = rule.scores(features.of(images[way * each + q]));
        right += Vectors.largest(scores) == way ? 1 : 0;
      }
    }
    return (double) right / (shape.ways() * shape.queries());
  }
}
