package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.StoppedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trials of which not all was recorded when their process ended. */
@Timeout(120)
class UnfinishedTrialsTest {
  private static final Search.Listener NOBODY = new Search.Listener() {};

  @TempDir Path folder;

  private final Recipe recipe = SmallRecipe.with("epochs=3", "validation=0.3");

  /** It can't have 30 epochs that each have more of 27 images right than those before. */
  private final Recipe impatient =
      SmallRecipe.with(
          "epochs=30",
          "validation=0.3",
          "earlyStopping.patience=1",
          "earlyStopping.measure=accuracy");

  private List<Trial> search(
      String name, String method, Recipe from, int most, Search.Listener listener) {
    String yaml =
        """
        method: {name: %s}
        space:
          optimizer.learningRate: {from: 0.001, to: 0.1, scale: log}
        """
            .formatted(method);
    SearchFile file = SearchFile.parse(yaml, "search.yaml", from);
    return new Search(
            file, from, from.divide(SmallImages.dataSet(90)), "small", folder.resolve(name))
        .run(most, null, listener);
  }

  private void stopped(String method, Recipe from, int epoch) {
    Search.Listener stops =
        new Search.Listener() {
          @Override
          public Answer epoch(EpochRecord record) {
            return record.epoch() == epoch ? Answer.STOP : Answer.GO_ON;
          }
        };
    assertThatThrownBy(() -> search("cut", method, from, 2, stops))
        .isInstanceOf(StoppedException.class);
  }

  private List<Trial> recorded(String name) {
    try (TrialDatabase database = TrialDatabase.open(Search.database(folder.resolve(name)))) {
      return database.trials();
    }
  }

  private void sql(String name, String statement) throws SQLException {
    Path database = Search.database(folder.resolve(name));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement made = connection.createStatement()) {
      assertThat(made.executeUpdate(statement)).isPositive();
    }
  }

  /** What of a trial doesn't differ from time to time. */
  private static List<List<Object>> known(List<Trial> trials) {
    return trials.stream()
        .map(t -> List.<Object>of(t.number(), t.settings(), t.state(), t.scores()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"asha, 1, 1", "random, 2, 2", "random, 2, 1"})
  void epochsThatTheDatabaseLacksAreRecordedAgain(String method, int stop, int lost)
      throws SQLException {
    List<Trial> whole = search("whole", method, recipe, 2, NOBODY);
    stopped(method, recipe, stop);
    sql("cut", "DELETE FROM epoch WHERE epoch = " + lost);
    assertThat(recorded("cut").get(0).epochs()).isEqualTo(lost - 1);
    assertThat(known(search("cut", method, recipe, 2, NOBODY))).isEqualTo(known(whole));
    assertThat(known(recorded("cut"))).isEqualTo(known(whole));
  }

  @Test
  void aTrialThatIsStoppedAtItsLastEpochIsOver() {
    stopped("random", recipe, 3);
    assertThat(recorded("cut")).extracting(Trial::state).containsExactly(Trial.State.OVER);
  }

  @Test
  void aTrialThatIsStoppedWhereItWouldHaveStoppedEarlyIsOver() {
    int last = search("whole", "random", impatient, 1, NOBODY).get(0).epochs();
    assertThat(last).isLessThan(30);
    stopped("random", impatient, last);
    assertThat(recorded("cut")).extracting(Trial::state).containsExactly(Trial.State.OVER);
  }

  @Test
  void aTrialThatMayGoOnIsOpen() {
    stopped("random", impatient, 1);
    assertThat(recorded("cut")).extracting(Trial::state).containsExactly(Trial.State.OPEN);
  }

  /** Killed before it was recorded. */
  @Test
  void thatATrialIsOverIsRecordedByTheNextSitting() throws SQLException {
    for (Recipe from : List.of(recipe, impatient)) {
      String name = "of" + from.epochs();
      List<Trial> trials = search(name, "random", from, 1, NOBODY);
      sql(name, "UPDATE trial SET state = 'OPEN'");
      List<Integer> trained = new ArrayList<>();
      Search.Listener notes =
          new Search.Listener() {
            @Override
            public void trial(int number, Map<String, String> settings, int upTo) {
              trained.add(number);
            }
          };
      assertThat(search(name, "random", from, 1, notes)).isEqualTo(trials);
      assertThat(recorded(name)).isEqualTo(trials);
      assertThat(trained).isEmpty();
    }
  }
}
