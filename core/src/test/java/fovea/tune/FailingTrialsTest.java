package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fails a trial, what ends the search, and what neither survives. */
@Timeout(120)
class FailingTrialsTest {
  private static final String YAML =
      """
      method: {name: random}
      space:
        optimizer.learningRate: {from: 0.001, to: 0.1, scale: log}
      """;
  private static final Search.Listener NOBODY = new Search.Listener() {};
  private static final Search.Listener STOPS =
      new Search.Listener() {
        @Override
        public Answer batch(BatchFacts batch) {
          return Answer.STOP;
        }
      };

  @TempDir Path folder;

  private final Recipe recipe = SmallRecipe.with("epochs=3", "validation=0.3");

  /** Does something in each step of the first trial. */
  private static final class InTheFirst implements Search.Listener {
    private final Runnable failing;
    private final List<Integer> found = new ArrayList<>();
    private int trial;

    InTheFirst(Runnable failing) {
      this.failing = failing;
    }

    @Override
    public void trial(int number, Map<String, String> settings, int upTo) {
      trial = number;
    }

    @Override
    public void found(List<Trial> trials, int number) {
      found.add(number);
    }

    @Override
    public Answer batch(BatchFacts batch) {
      if (trial == 0) {
        failing.run();
      }
      return Answer.GO_ON;
    }
  }

  private List<Trial> search(int most, Search.Listener listener) {
    SearchFile file = SearchFile.parse(YAML, "search.yaml", recipe);
    return new Search(
            file, recipe, recipe.divide(SmallImages.dataSet(90)), "small", folder.resolve("search"))
        .run(most, null, listener);
  }

  private List<Trial> recorded() {
    try (TrialDatabase database = TrialDatabase.open(Search.database(folder.resolve("search")))) {
      return database.trials();
    }
  }

  private static void firstFailed(List<Trial> trials, String problem) {
    assertThat(trials)
        .extracting(Trial::state)
        .containsExactly(Trial.State.FAILED, Trial.State.OVER);
    assertThat(trials.get(0).problem()).isEqualTo(problem);
  }

  @Test
  void memoryThatIsUsedUpFailsItsTrialAndTheOthersGoOn() {
    List<Trial> trials =
        search(
            2,
            new InTheFirst(
                () -> {
                  throw new OutOfMemoryError("of a test");
                }));
    firstFailed(
        trials,
        "Java's memory is used up (of a test); search among smaller networks or batches, or give it more");
  }

  @Test
  void aFaultFailsItsTrialAndTheOthersGoOn() {
    List<Trial> trials =
        search(
            2,
            new InTheFirst(
                () -> {
                  throw new IllegalStateException("odd");
                }));
    firstFailed(trials, "a fault in Fovea, java.lang.IllegalStateException: odd");
  }

  @Test
  void aTrialInWhichOneProcessAfterTheOtherDiesIsGivenUp() {
    InTheFirst deadly =
        new InTheFirst(
            () -> {
              throw new PowerCut.Happened();
            });
    for (int sitting = 0; sitting < 3; sitting++) {
      assertThatThrownBy(() -> search(2, deadly)).isInstanceOf(PowerCut.Happened.class);
      assertThat(recorded()).extracting(Trial::state).containsExactly(Trial.State.OPEN);
    }
    firstFailed(
        search(2, deadly),
        "its process died 3 times at the same place, as where the system has no memory left; search among smaller networks or batches");
    assertThat(deadly.found).containsExactly(0, 1);
  }

  @Test
  void deathsWithEpochsBetweenThemAreNoFaultOfTheTrial() {
    int cuts = 0;
    for (boolean over = false; !over; ) {
      try {
        assertThat(search(2, new PowerCut(4)))
            .extracting(Trial::state)
            .containsExactly(Trial.State.OVER, Trial.State.OVER);
        over = true;
      } catch (PowerCut.Happened e) {
        cuts++;
      }
    }
    assertThat(cuts).isGreaterThan(2);
  }

  @Test
  void whoStopsASearchOftenFailsNoTrial() {
    for (int sitting = 0; sitting < 4; sitting++) {
      assertThatThrownBy(() -> search(1, STOPS)).isInstanceOf(StoppedException.class);
    }
    assertThat(search(1, NOBODY)).extracting(Trial::state).containsExactly(Trial.State.OVER);
  }

  @Test
  void aCheckpointThatCannotBeReadEndsTheSearchAndFailsNoTrial() throws IOException {
    assertThatThrownBy(() -> search(1, STOPS)).isInstanceOf(StoppedException.class);
    Path trial = folder.resolve("search/trials/0000");
    Files.writeString(trial.resolve("checkpoint/state.safetensors"), "as it wasn't");
    for (int sitting = 0; sitting < 4; sitting++) {
      assertThatThrownBy(() -> search(1, NOBODY))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(
              trial
                  + ": the trial can't go on from its checkpoint; mend that, or remove this folder for it to begin anew: ");
      assertThat(recorded()).extracting(Trial::state).containsExactly(Trial.State.OPEN);
    }
    remove(trial);
    assertThat(search(1, NOBODY)).extracting(Trial::state).containsExactly(Trial.State.OVER);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
