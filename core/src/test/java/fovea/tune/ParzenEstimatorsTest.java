package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParzenEstimatorsTest {
  private static final Space SPACE =
      new Space(
          List.of(
              always(new Dimension.Numbers("rate", 0.001, 1, true, 0)),
              always(new Dimension.Numbers("angle", 0, 45, false, 0)),
              always(new Dimension.Choice("kind", List.of("a", "b", "c"))),
              new Space.Searched(
                  new Dimension.Numbers("ofB", 0, 1, false, 0),
                  Optional.of(new Space.Condition("kind", Set.of("b"))))));

  private static Space.Searched always(Dimension dimension) {
    return new Space.Searched(dimension, Optional.empty());
  }

  /** Best at a rate of 0.1 and an angle of 12, with kind b. */
  private static double worth(Map<String, String> settings) {
    double rate = Math.log10(Double.parseDouble(settings.get("rate"))) + 1;
    double angle = (Double.parseDouble(settings.get("angle")) - 12) / 30;
    return (settings.get("kind").equals("b") ? 0 : -0.3) - rate * rate - angle * angle;
  }

  private static List<Trial> search(Sampler sampler, long seed, int trials) {
    List<Trial> all = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      Map<String, String> settings = sampler.draw(SPACE, all, Rng.seeded(seed).split("trial", i));
      all.add(new Trial(i, settings, Trial.State.OVER, List.of(worth(settings)), null, 1));
    }
    return all;
  }

  private static double meanOfLast(List<Trial> trials) {
    return trials.subList(trials.size() - 10, trials.size()).stream()
        .mapToDouble(Trial::last)
        .average()
        .orElseThrow();
  }

  @Test
  void laterTrialsAreBetterThanRandomOnes() {
    double byTpe = 0;
    double atRandom = 0;
    double bestByTpe = 0;
    double bestAtRandom = 0;
    for (long seed = 0; seed < 20; seed++) {
      List<Trial> tpe = search(Sampler.TPE, seed, 40);
      List<Trial> random = search(Sampler.RANDOM, seed, 40);
      byTpe += meanOfLast(tpe);
      atRandom += meanOfLast(random);
      bestByTpe += Search.best(tpe).orElseThrow().last();
      bestAtRandom += Search.best(random).orElseThrow().last();
    }
    assertThat(byTpe).isGreaterThan(0.5 * atRandom); // both below 0
    assertThat(bestByTpe).isGreaterThan(bestAtRandom);
  }

  /** Half of the space fails, and what is best lies next to it. */
  @Test
  void whereTrialsFailFewAreDrawn() {
    assertThat(failed(Sampler.TPE)).isLessThan(355); // 335 of 800
    assertThat(failed(Sampler.RANDOM)).isGreaterThan(380); // 407, give or take 14
  }

  /**
   * How many trials fail after the first 20, where the higher the rate the better, up to where
   * training diverges.
   */
  private static int failed(Sampler sampler) {
    Space space = new Space(List.of(always(new Dimension.Numbers("rate", 0.001, 1, true, 0))));
    int failed = 0;
    for (long seed = 0; seed < 20; seed++) {
      List<Trial> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Rng rng = Rng.seeded(seed).split("trial", i);
        Map<String, String> settings = sampler.draw(space, all, rng);
        double rate = Double.parseDouble(settings.get("rate"));
        boolean diverges = rate > 0.03;
        failed += diverges && i >= 20 ? 1 : 0;
        all.add(
            diverges
                ? new Trial(i, settings, Trial.State.FAILED, List.of(), "NaN", 1)
                : new Trial(i, settings, Trial.State.OVER, List.of(rate), null, 1));
      }
    }
    return failed;
  }

  @Test
  void theSameSeedDrawsTheSameTrials() {
    assertThat(search(Sampler.TPE, 3, 20)).isEqualTo(search(Sampler.TPE, 3, 20));
    assertThat(search(Sampler.TPE, 3, 20)).isNotEqualTo(search(Sampler.TPE, 4, 20));
  }

  @Test
  void aSettingThatDependsOnAnotherIsDrawnWhereItCounts() {
    for (Trial trial : search(Sampler.TPE, 1, 40)) {
      assertThat(trial.settings().containsKey("ofB"))
          .isEqualTo(trial.settings().get("kind").equals("b"));
    }
  }

  @Test
  void whatMattersIsImportantAndWhatDoesNotIsNot() {
    List<Trial> trials = search(Sampler.RANDOM, 5, 200);
    Map<String, Double> importance = Importance.of(SPACE, trials);
    assertThat(importance.values().stream().mapToDouble(share -> share).sum())
        .isBetween(0.999, 1.001);
    assertThat(importance.get("rate")).isGreaterThan(importance.get("ofB"));
    assertThat(importance.get("angle")).isGreaterThan(importance.get("ofB"));
    assertThat(importance.get("ofB")).isLessThan(0.15);
    assertThat(Importance.of(SPACE, trials.subList(0, 9))).isEmpty();
  }
}
