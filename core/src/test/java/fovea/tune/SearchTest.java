package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.HiddenTestImages;
import fovea.data.SmallImages;
import fovea.files.FolderLock;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
  private static final String SPACE =
      """
      method: {name: asha}
      space:
        optimizer.learningRate: {from: 0.0001, to: 0.2, scale: log}
        augment.rotation.degrees: {from: 0, to: 30}
      """;

  @TempDir Path folder;

  private final Recipe recipe = SmallRecipe.with("epochs=3", "validation=0.3");
  private final DataSet data = SmallImages.dataSet(90);

  private Search search(String yaml, Recipe from, DataSet set, String name) {
    SearchFile file = SearchFile.parse(yaml, "search.yaml", from);
    return new Search(file, from, from.divide(set), "small", folder.resolve(name));
  }

  private static final Search.Listener NOBODY = new Search.Listener() {};

  private static final Search.Listener STOPS =
      new Search.Listener() {
        @Override
        public Answer epoch(EpochRecord epoch) {
          return Answer.STOP;
        }
      };

  private static List<List<Object>> known(List<Trial> trials) {
    return trials.stream()
        .map(t -> List.<Object>of(t.number(), t.settings(), t.state(), t.scores()))
        .toList();
  }

  @Test
  void theBestRecipeIsOneOfTheTrialsAndBetterThanMost() {
    Search search = search(SPACE, recipe, data, "search");
    List<Trial> trials = search.run(6, null, NOBODY);
    assertThat(trials).hasSize(6);
    Trial best = Search.best(trials).orElseThrow();
    assertThat(best.state()).isEqualTo(Trial.State.OVER);
    assertThat(best.epochs()).isEqualTo(3);
    Recipe found = Recipe.read(search.bestFile());
    assertThat(found).isEqualTo(recipe.with(Space.changes(best.settings())));
    assertThat(trials)
        .filteredOn(trial -> trial.epochs() == 3)
        .allSatisfy(trial -> assertThat(trial.last()).isLessThanOrEqualTo(best.last()));
  }

  @Test
  void theTestImagesAreNeverLookedAt() {
    HiddenTestImages hidden = HiddenTestImages.of(90);
    DividedData divided = recipe.divide(hidden.data());
    hidden.hide();
    SearchFile file = SearchFile.parse(SPACE, "search.yaml", recipe);
    Search search = new Search(file, recipe, divided, "small", folder.resolve("search"));
    List<Trial> trials = search.run(3, null, NOBODY);
    assertThat(trials).hasSize(3).noneMatch(trial -> trial.state() == Trial.State.FAILED);
  }

  @Test
  void aSearchThatWasCutShortAgainAndAgainEndsAsItWouldHave() {
    List<Trial> whole = search(SPACE, recipe, data, "whole").run(5, null, NOBODY);
    List<Trial> before = List.of();
    int cuts = 0;
    for (boolean over = false; !over; ) {
      try {
        List<Trial> all = search(SPACE, recipe, data, "cut").run(5, null, new PowerCut(7));
        assertThat(known(all)).isEqualTo(known(whole));
        over = true;
      } catch (PowerCut.Happened e) {
        cuts++;
        List<Trial> now;
        try (TrialDatabase database = TrialDatabase.open(Search.database(folder.resolve("cut")))) {
          now = database.trials();
        }
        for (Trial trial : before) { // nothing that was found is lost
          List<Double> scores = now.get(trial.number()).scores();
          assertThat(scores.subList(0, trial.epochs())).isEqualTo(trial.scores());
        }
        before = now;
      }
    }
    assertThat(cuts).isGreaterThan(2);
  }

  @Test
  void aSearchThatIsStoppedGoesOnAndOneWithMoreTrialsGoesFurther() {
    assertThatThrownBy(() -> search(SPACE, recipe, data, "search").run(3, null, STOPS))
        .isInstanceOf(StoppedException.class);
    List<Trial> three = search(SPACE, recipe, data, "search").run(3, null, NOBODY);
    List<Integer> begun = new ArrayList<>();
    Search.Listener notes =
        new Search.Listener() {
          @Override
          public void trial(int number, Map<String, String> settings, int upTo) {
            begun.add(number);
          }
        };
    List<Trial> four = search(SPACE, recipe, data, "search").run(4, null, notes);
    assertThat(three).hasSize(3);
    assertThat(four).hasSize(4);
    assertThat(begun).contains(3);
    assertThat(four.get(0).settings()).isEqualTo(three.get(0).settings());
  }

  @Test
  void aSearchGoesOnWithAnotherNumberOfThreads() {
    String yaml = SPACE.replace("asha", "random");
    Recipe from = recipe.with("microBatchSize=8");
    List<Trial> whole = search(yaml, from, data, "whole").run(4, null, NOBODY);
    Search.Listener stopsAfterSecondEpoch =
        new Search.Listener() {
          @Override
          public Answer epoch(EpochRecord epoch) {
            return epoch.epoch() == 2 ? Answer.STOP : Answer.GO_ON;
          }
        };
    assertThatThrownBy(() -> search(yaml, from, data, "search").run(4, null, stopsAfterSecondEpoch))
        .isInstanceOf(StoppedException.class);
    List<Trial> all = search(yaml, from.with("threads=2"), data, "search").run(4, null, NOBODY);
    assertThat(all).noneMatch(trial -> trial.state() == Trial.State.FAILED);
    assertThat(known(all)).isEqualTo(known(whole));
  }

  @Test
  void aBudgetThatIsUsedUpEndsTheSearch() {
    Search search = search(SPACE, recipe, data, "search");
    List<Trial> none = search.run(1000, Duration.ofMillis(1), NOBODY);
    assertThat(none).hasSizeLessThan(3);
    List<Trial> some = search.run(2, Duration.ofMinutes(10), NOBODY);
    assertThat(some).hasSize(2);
    double spent = some.stream().mapToDouble(Trial::seconds).sum();
    List<Trial> same = search.run(1000, Duration.ofNanos((long) (spent * 1e9)), NOBODY);
    assertThat(known(same)).isEqualTo(known(some));
  }

  @Test
  void trialsOfAnotherSearchAreRefused() {
    List<Trial> unused = search(SPACE, recipe, data, "search").run(1, null, NOBODY);
    Path database = folder.resolve("search/trials.db");
    String refusal =
        database + ": has the trials of another search, whose %s; name another folder by --out";
    refused(
        SPACE.replace("30", "20"),
        recipe,
        data,
        refusal.formatted("`space.augment.rotation.degrees.to` is 30, and now it is 20"));
    refused(
        SPACE,
        recipe.with("epochs=2"),
        data,
        refusal.formatted("recipe's `epochs` is 3, and now it is 2"));
    refused(SPACE, recipe, SmallImages.dataSet(60), refusal.formatted("data differ"));
    assertThat(search(SPACE, recipe.with("threads=2"), data, "search").run(1, null, NOBODY))
        .hasSize(1);
  }

  private void refused(String yaml, Recipe from, DataSet set, String message) {
    Search other = search(yaml, from, set, "search");
    assertThatThrownBy(() -> other.run(1, null, NOBODY))
        .isInstanceOf(FoveaException.class)
        .hasMessage(message);
  }

  @Test
  void aFolderOfOtherThingsIsLeftAlone() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("search"));
    Files.writeString(mine.resolve("notes.txt"), "mine");
    Search search = search(SPACE, recipe, data, "search");
    assertThatThrownBy(() -> search.run(1, null, NOBODY))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            mine + ": exists already, and no search has begun in it; choose another folder");
    try (Stream<Path> files = Files.list(mine)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Path search = Files.createDirectory(folder.resolve("search"));
    Files.writeString(search.resolve("trials.db"), "no database at all, but words. ".repeat(40));
    assertThatThrownBy(() -> search(SPACE, recipe, data, "search").run(1, null, NOBODY))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(
            search.resolve("trials.db") + ": can't be read or written as the trials of a search (");
  }

  @Test
  void withoutValidationImagesThereIsNothingToChooseBy() {
    assertThatThrownBy(() -> search(SPACE, recipe.with("validation=0"), data, "search"))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "a search chooses by validation images, and there are none; set `validation` in the recipe above 0");
  }

  @Test
  void aTrialThatDivergesFailsAndTheOthersGoOn() {
    String yaml =
        """
        method: {name: random}
        seed: 2
        space:
          optimizer.learningRate: [0.01, 0.02, 1000]
        """;
    Recipe from = recipe.with("precision=float32");
    List<Trial> trials = search(yaml, from, data, "search").run(3, null, NOBODY);
    assertThat(trials)
        .filteredOn(trial -> trial.settings().containsValue("1000"))
        .hasSize(1)
        .allSatisfy(
            trial -> {
              assertThat(trial.state()).isEqualTo(Trial.State.FAILED);
              assertThat(trial.problem()).contains("lower optimizer.learningRate");
            });
    assertThat(Search.best(trials).orElseThrow().settings()).doesNotContainValue("1000");
  }

  @Test
  void whatIsNoFaultOfTheSettingsEndsTheSearchAndFailsNoTrial() {
    String yaml = SPACE.replace("asha", "random");
    assertThatThrownBy(() -> search(yaml, recipe, data, "search").run(1, null, STOPS))
        .isInstanceOf(StoppedException.class);
    Path trial = folder.resolve("search/trials/0000");
    try (FolderLock others = FolderLock.ifFree(trial.resolve("checkpoint/lock"))) {
      assertThat(others).isNotNull();
      assertThatThrownBy(() -> search(yaml, recipe, data, "search").run(1, null, NOBODY))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(trial + ": another process is training in it;");
    }
    assertThat(search(yaml, recipe, data, "search").run(1, null, NOBODY))
        .hasSize(1)
        .noneMatch(found -> found.state() == Trial.State.FAILED);
  }

  @Test
  void whenNothingCanBeTrainedTheSearchSaysWhy() {
    String yaml =
        "method: {name: random}\nspace:\n  optimizer.learningRate: [900, 1000, 950, 800]\n";
    Recipe from = recipe.with("precision=float32");
    assertThatThrownBy(() -> search(yaml, from, data, "search").run(10, null, NOBODY))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith("the first 3 trials failed, the last like this: ")
        .hasMessageContaining("lower optimizer.learningRate");
  }
}
