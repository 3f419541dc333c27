package fovea.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.EpisodeShape;
import fovea.data.Episodes;
import fovea.tensor.Rng;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewShotEvaluationTest {
  private static final EpisodeShape SHAPE = new EpisodeShape(5, 1, 8);

  private static List<FewShotResult> evaluate(
      LabelledFeatures features, int episodes, List<FewShotMethod> methods, int threads) {
    return FewShotEvaluation.of(
        features, SHAPE, episodes, methods, Rng.seeded(3), threads, () -> {});
  }

  @Test
  void anEpisodesQueriesAreToldByItsShots() {
    LabelledFeatures features = Clouds.of(8, 12, 4, 1, 1);
    int episodes = 40;
    double right = 0;
    double squares = 0;
    int[] all = IntStream.range(0, 96).toArray();
    Episodes drawn = Episodes.of(features.classes(), features.labels(), all, SHAPE);
    for (int e = 0; e < episodes; e++) {
      int[] images = drawn.draw(Rng.seeded(3).split("episode", e).split("images"));
      int told = 0;
      for (int q = 0; q < 45; q++) {
        int nearest = 0;
        for (int k = 1; k < 5; k++) {
          boolean nearer =
              distance(features, images[q], images[9 * k])
                  < distance(features, images[q], images[9 * nearest]);
          nearest = nearer ? k : nearest;
        }
        told += q % 9 > 0 && nearest == q / 9 ? 1 : 0;
      }
      right += told / 40.0;
      squares += Math.pow(told / 40.0, 2);
    }
    FewShotResult result = evaluate(features, episodes, List.of(new Prototypes()), 1).get(0);
    double mean = right / episodes;
    double variance = (squares - episodes * mean * mean) / (episodes - 1);
    assertThat(result.accuracy()).isCloseTo(mean, within(1e-12)).isBetween(0.3, 0.95);
    assertThat((result.interval().high() - result.interval().low()) / 2)
        .isCloseTo(1.96 * Math.sqrt(variance / episodes), within(1e-9))
        .isPositive();
    assertThat(result.method()).isEqualTo("prototypes");
    assertThat(result.episodes()).isEqualTo(episodes);
  }

  private static double distance(LabelledFeatures features, int one, int other) {
    double sum = 0;
    for (int d = 0; d < features.size(); d++) {
      int a = one * features.size() + d;
      int b = other * features.size() + d;
      sum += Math.pow((double) features.values()[a] - features.values()[b], 2);
    }
    return sum;
  }

  @Test
  void featuresThatSayNothingAreToldByChance() {
    LabelledFeatures features = Clouds.of(10, 60, 16, 0, 2);
    List<FewShotMethod> methods = FewShotMethod.all();
    for (FewShotResult result : evaluate(features, 400, methods, 2)) {
      // The images are the same few in many episodes, so the interval alone would be too narrow.
      assertThat(result.accuracy()).as(result.method()).isCloseTo(0.2, within(0.02));
    }
  }

  @Test
  void theIntervalHoldsTheMeanOfAllEpisodesAsOftenAsItSays() {
    LabelledFeatures features = Clouds.of(8, 30, 4, 0.7, 3);
    double truth =
        FewShotEvaluation.of(
                features, SHAPE, 20_000, List.of(new Prototypes()), Rng.seeded(1000), 2, () -> {})
            .get(0)
            .accuracy();
    int held = 0;
    for (int seed = 0; seed < 200; seed++) {
      FewShotResult result =
          FewShotEvaluation.of(
                  features, SHAPE, 100, List.of(new Prototypes()), Rng.seeded(seed), 1, () -> {})
              .get(0);
      held += result.interval().low() <= truth && truth <= result.interval().high() ? 1 : 0;
    }
    assertThat(held).isBetween(179, 199); // of 190, four standard deviations
  }

  @Test
  void figuresDontDependOnTheThreadsNorOnTheOtherMethods() {
    LabelledFeatures features = Clouds.of(7, 15, 5, 1, 4);
    List<FewShotResult> one = evaluate(features, 60, FewShotMethod.all(), 1);
    assertThat(evaluate(features, 60, FewShotMethod.all(), 3)).isEqualTo(one);
    assertThat(evaluate(features, 60, List.of(FineTuning.usual()), 2))
        .containsExactly(one.get(one.size() - 1));
  }

  @Test
  void progressIsToldOfEachEpisode() {
    AtomicInteger told = new AtomicInteger();
    FewShotEvaluation.Progress count =
        () -> {
          int unused = told.incrementAndGet();
        };
    LabelledFeatures features = Clouds.of(6, 10, 3, 1, 5);
    assertThat(
            FewShotEvaluation.of(
                features, SHAPE, 25, List.of(new Prototypes()), Rng.seeded(1), 2, count))
        .hasSize(1);
    assertThat(told).hasValue(25);
  }

  @Test
  void moreWaysThanClassesAreRefused() {
    assertThatThrownBy(() -> evaluate(Clouds.of(4, 20, 3, 1, 1), 10, List.of(new Prototypes()), 1))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith("episodes of 5 ways take as many classes, and there are 4");
  }

  @Test
  void anIntervalEndsAtAllAndItsWidthDoesNot() {
    FewShotResult result = FewShotResult.of("ridge", SHAPE, new double[] {1, 1, 0.8, 1});
    assertThat(result.accuracy()).isCloseTo(0.95, within(1e-12));
    // The variance is (3 x 0.05^2 + 0.15^2) / 3 = 0.01, so that of the mean is 0.0025.
    assertThat(result.halfWidth()).isCloseTo(1.96 * 0.05, within(1e-12));
    assertThat(result.interval().high()).isEqualTo(1);
    assertThat(result.interval().low()).isCloseTo(0.95 - 0.098, within(1e-12));
  }
}
