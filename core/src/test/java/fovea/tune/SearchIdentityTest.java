package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.run.TrainingRun;
import fovea.train.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which searches go on with a database. */
class SearchIdentityTest {
  private static final String YAML =
      """
      method: {name: random}
      space:
        optimizer.learningRate: {from: 0.001, to: 0.1, scale: log}
        augment.rotation.degrees: {from: 0, to: 30}
      """;
  private static final Search.Listener NOBODY = new Search.Listener() {};

  @TempDir Path folder;

  private final Recipe recipe = SmallRecipe.with("epochs=1", "validation=0.3");
  private final DataSet data = SmallImages.dataSet(60);

  private List<Trial> search(String yaml, Recipe from, int most) {
    SearchFile file = SearchFile.parse(yaml, "search.yaml", from);
    return new Search(file, from, from.divide(data), "small", folder.resolve("search"))
        .run(most, null, NOBODY);
  }

  private void refused(String yaml, Recipe from, String difference) {
    assertThatThrownBy(() -> search(yaml, from, 2))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: has the trials of another search, whose %s; name another folder by --out",
            folder.resolve("search/trials.db"), difference);
  }

  private void sql(String statement) throws SQLException {
    Path database = folder.resolve("search/trials.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement made = connection.createStatement()) {
      boolean unused = made.execute(statement);
    }
  }

  @Test
  void theSettingThatDiffersIsNamed() {
    assertThat(search(YAML, recipe, 1)).hasSize(1);
    refused("seed: 2\n" + YAML, recipe, "`seed` is 1, and now it is 2");
    refused("measure: loss\n" + YAML, recipe, "`measure` is accuracy, and now it is loss");
    refused(YAML.replace("random", "tpe"), recipe, "`method.name` is random, and now it is tpe");
    refused(
        YAML + "  optimizer.nesterov: any\n",
        recipe,
        "`space.optimizer.nesterov` is missing, and now it is any");
  }

  @Test
  void theSettingOfTheRecipeThatDiffersIsNamed() {
    String steps = "augment=[{name: rotation, degrees: 10}, {name: cutout, side: 2}]";
    assertThat(search(YAML, recipe.with(steps), 1)).hasSize(1);
    refused(YAML, recipe.with(steps, "batchSize=8"), "recipe's `batchSize` is 16, and now it is 8");
    refused(
        YAML,
        recipe.with(steps, "layerDecay=0.5"),
        "recipe's `layerDecay` is missing, and now it is 0.5");
    refused(
        YAML,
        recipe.with("augment=[{name: cutout, side: 2}, {name: rotation, degrees: 10}]"),
        "recipe has a list in another order");
  }

  @Test
  void theSameSearchInAnotherOrderGoesOn() {
    List<Trial> one = search(YAML, recipe, 1);
    String other =
        """
        space:
          augment.rotation.degrees: {to: 30, from: 0}
          optimizer.learningRate: {from: 0.001, to: 0.1, scale: log}
        measure: accuracy
        method: {name: random}
        """;
    List<Trial> two = search(other, recipe, 2);
    assertThat(two).hasSize(2);
    assertThat(two.get(0)).isEqualTo(one.get(0));
  }

  @Test
  void trialsOfAnotherNumberFormatAreRefused() throws SQLException {
    assertThat(search(YAML, recipe.with("precision=float32"), 1)).hasSize(1);
    sql("UPDATE search SET value = 'bfloat16' WHERE key = 'precision'");
    refused(
        YAML,
        recipe.with("precision=float32"),
        "trials were trained in bfloat16, and now it would be float32");
  }

  @Test
  void trialsThatStartedFromOtherWeightsAreRefused() throws Exception {
    for (int seed = 1; seed <= 2; seed++) {
      RunResult unused =
          TrainingRun.start(
              recipe.with("seed=" + seed), data, "small", folder.resolve("run" + seed), List.of());
    }
    Path weights = folder.resolve("run1/model.safetensors");
    Recipe from = recipe.startingFrom(weights.toString());
    assertThat(search(YAML, from, 1)).hasSize(1);
    Files.copy(
        folder.resolve("run2/model.safetensors"), weights, StandardCopyOption.REPLACE_EXISTING);
    refused(YAML, from, "trials started from other weights");
  }

  @Test
  void aDatabaseOfAnEarlierVersionOpensAndRemembersFromThenOn() throws SQLException {
    List<Trial> one = search(YAML, recipe.with("precision=float32"), 1);
    sql("DELETE FROM search WHERE key IN ('precision', 'weights')");
    sql("DROP TABLE beginning");
    List<Trial> two = search(YAML, recipe.with("precision=float32"), 2);
    assertThat(two).hasSize(2);
    assertThat(two.get(0)).isEqualTo(one.get(0));
    sql("UPDATE search SET value = 'bfloat16' WHERE key = 'precision'");
    refused(
        YAML,
        recipe.with("precision=float32"),
        "trials were trained in bfloat16, and now it would be float32");
  }
}
