package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tune.SearchMethod.Job;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchMethodTest {
  private static final AshaSearch ASHA = new AshaSearch(1, 3, Sampler.RANDOM);
  private static final HyperbandSearch HYPERBAND = new HyperbandSearch(1, 3, Sampler.RANDOM);

  @Test
  void rungsGrowByTheReductionUpToAllEpochs() {
    assertThat(Halving.rungs(1, 3, 27)).containsExactly(1, 3, 9, 27);
    assertThat(Halving.rungs(2, 4, 16)).containsExactly(2, 8, 16);
    assertThat(Halving.rungs(5, 3, 4)).containsExactly(4);
  }

  @Test
  void randomSearchTrainsEachTrialToItsEnd() {
    Trials trials = new Trials(new RandomSearch(), 5, (trial, epoch) -> 0.5).run(4);
    assertThat(trials.jobs())
        .containsExactly(new Job(0, 5), new Job(1, 5), new Job(2, 5), new Job(3, 5));
  }

  @Test
  void successiveHalvingTrainsAboutTheBestThirdForThreeTimesAsLong() {
    for (long seed = 0; seed < 20; seed++) {
      double[] worth = new SplittableRandom(seed).doubles(27).toArray();
      Trials trials = new Trials(ASHA, 9, (trial, epoch) -> worth[trial]).run(27);
      assertThat(trials.all()).hasSize(27);
      assertThat(trials.reached(3)).isBetween(9L, 18L);
      assertThat(trials.reached(9)).isBetween(3L, 9L);
      double best = Search.best(trials.all()).orElseThrow().last();
      assertThat(best).isEqualTo(Arrays.stream(worth).max().orElseThrow());
    }
  }

  @Test
  void whenBetterTrialsComeFirstOnlyAThirdOfEachRungGoesOn() {
    Trials trials = new Trials(ASHA, 9, (trial, epoch) -> -trial).run(27);
    assertThat(trials.reached(3)).isEqualTo(9);
    assertThat(trials.reached(9)).isEqualTo(3);
    assertThat(Search.best(trials.all()).orElseThrow().number()).isZero();
  }

  @Test
  void evenOfFewTrialsOneIsTrainedToItsEnd() {
    Trials trials = new Trials(ASHA, 16, (trial, epoch) -> trial == 1 ? 1 : 0).run(2);
    assertThat(trials.all()).hasSize(2);
    assertThat(trials.all().get(1).state()).isEqualTo(Trial.State.OVER);
    assertThat(trials.all().get(0).epochs()).isEqualTo(1);
  }

  /** Li et al. 2018, table 1, of R = 81: 81, 34, 15, 8, 5 trials; rungs are our own rounding. */
  @Test
  void hyperbandsBracketsAreThoseOfThePaper() {
    Trials trials = new Trials(HYPERBAND, 81, (trial, epoch) -> trial).run(81 + 34 + 15 + 8 + 5);
    List<Integer> begunWith = new ArrayList<>();
    List<Job> jobs = trials.jobs();
    for (int number = 0; number < trials.all().size(); number++) {
      int own = number;
      begunWith.add(
          jobs.stream().filter(job -> job.trial() == own).findFirst().orElseThrow().epochs());
    }
    assertThat(begunWith.subList(0, 81)).containsOnly(1);
    assertThat(begunWith.subList(81, 115)).containsOnly(3);
    assertThat(begunWith.subList(115, 130)).containsOnly(9);
    assertThat(begunWith.subList(130, 138)).containsOnly(27);
    assertThat(begunWith.subList(138, 143)).containsOnly(81);
    List<Trial> first = trials.all().subList(0, 81);
    assertThat(first.stream().filter(trial -> trial.epochs() >= 3)).hasSize(27);
    assertThat(first.stream().filter(trial -> trial.epochs() >= 9)).hasSize(9);
    assertThat(first.stream().filter(trial -> trial.epochs() >= 27)).hasSize(3);
    assertThat(first.stream().filter(trial -> trial.epochs() == 81)).hasSize(1);
  }

  /** R eta^-s, rounded; s_max = floor(log_eta R) halvings, and as many trials as those ask for. */
  @ParameterizedTest
  @CsvSource({"10, '1, 3, 10'", "28, '1, 3, 9, 28'", "100, '1, 4, 11, 33, 100'", "2, '2'"})
  void hyperbandsBracketsEndWithAllEpochsAndBeginWithAThirdOfThemAndSoOn(
      int epochs, String expected) {
    List<Integer> rungs = Halving.divided(1, 3, epochs);
    assertThat(rungs).hasToString("[" + expected + "]");
    Trials trials = new Trials(HYPERBAND, epochs, (trial, epoch) -> trial).run(200);
    int first = (int) Math.pow(3, rungs.size() - 1);
    assertThat(trials.jobs().subList(0, first))
        .allSatisfy(job -> assertThat(job.epochs()).isEqualTo(rungs.get(0)));
    assertThat(trials.jobs().stream().map(Job::epochs).distinct().sorted())
        .containsExactlyElementsOf(rungs);
  }

  @Test
  void aTrialThatWasInterruptedGoesOnFirst() {
    Trial cut = new Trial(0, Trials.map(), Trial.State.OPEN, List.of(0.5, 0.6), null, 2);
    for (SearchMethod method : List.of(ASHA, HYPERBAND)) {
      assertThat(method.next(List.of(cut), 20, 9)).contains(new Job(0, 3));
    }
    assertThat(new TpeSearch().next(List.of(cut), 20, 9)).contains(new Job(0, 9));
  }

  @Test
  void aFailedTrialNeverGoesOn() {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Trial.State state = i == 4 ? Trial.State.FAILED : Trial.State.OPEN;
      trials.add(new Trial(i, Trials.map(), state, List.of(i == 4 ? 9.0 : 0.1), "NaN", 1));
    }
    assertThat(ASHA.next(trials, 9, 3).orElseThrow().trial()).isNotEqualTo(4);
  }

  /** Whatever comes of the trials, a search ends, and never asks for less than a trial has. */
  @Test
  void everySearchEndsWithATrialTrainedToItsEnd() {
    for (long seed = 0; seed < 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int most = random.nextInt(1, 40);
      int epochs = random.nextInt(1, 50);
      int reduction = random.nextInt(2, 5);
      double[] worth = random.doubles(most).toArray();
      for (SearchMethod method :
          List.of(
              new AshaSearch(1, reduction, Sampler.RANDOM),
              new HyperbandSearch(2, reduction, Sampler.RANDOM),
              new RandomSearch())) {
        Trials trials = new Trials(method, epochs, (trial, epoch) -> worth[trial]).run(most);
        assertThat(trials.all()).as("seed %d, %s", seed, method).hasSize(most);
        assertThat(trials.all()).anyMatch(trial -> trial.state() == Trial.State.OVER);
      }
    }
  }
}
