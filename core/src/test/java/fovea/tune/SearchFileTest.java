package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.settings.SettingsTable;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchFileTest {
  private static final Recipe RECIPE = SmallRecipe.with();

  private static SearchFile parse(String yaml) {
    return SearchFile.parse(yaml, "search.yaml", RECIPE);
  }

  private static SearchFile space(String space) {
    return parse("space:\n  " + space + "\n");
  }

  @Test
  void theDocumentationHasTheTableOfTheDeclarations() throws IOException {
    String table = SettingsTable.markdown(SearchSettings.class);
    assertThat(Files.readString(Path.of("../docs/tuning.md")))
        .as("docs/tuning.md should have this table:\n%s", table)
        .contains("\n\n" + table + "\n");
  }

  @Test
  void boundsListsAndWholeRangesAreRead() {
    SearchFile file =
        parse(
            """
            method: {name: hyperband, reduction: 4, sampler: tpe}
            seed: 7
            measure: loss
            space:
              optimizer.learningRate: {from: 0.01, to: 0.5, scale: log}
              augment.rotation.degrees: {from: 0, to: 30}
              batchSize: [16, 32, 64]
              optimizer.nesterov: any
              optimizer.weightDecay: any
              schedule.name: [cosine, one-cycle]
              model.arguments.dropout: {from: 0, to: 0.6}
            """);
    assertThat(file.settings().method()).isEqualTo(new HyperbandSearch(1, 4, Sampler.TPE));
    assertThat(file.settings().seed()).isEqualTo(7);
    assertThat(file.space().dimensions())
        .containsExactly(
            new Dimension.Numbers("optimizer.learningRate", 0.01, 0.5, true, 0),
            new Dimension.Numbers("augment.rotation.degrees", 0, 30, false, 0),
            new Dimension.Choice("batchSize", List.of("16", "32", "64")),
            new Dimension.Choice("optimizer.nesterov", List.of("true", "false")),
            new Dimension.Numbers("optimizer.weightDecay", 0, 10, false, 0),
            new Dimension.Choice("schedule.name", List.of("cosine", "one-cycle")),
            new Dimension.Numbers("model.arguments.dropout", 0, 0.6, false, 0));
  }

  @Test
  void everythingThatIsDrawnIsARecipe() {
    SearchFile file =
        parse(
            """
            space:
              optimizer.name: [sgd, adamw, lion]
              optimizer.learningRate: {from: 0.0001, to: 0.1, scale: log}
              optimizer.momentum: {from: 0, to: 0.95}
              optimizer.beta1: {from: 0.8, to: 0.95}
              augment.cutout.side: {from: 1, to: 4}
              microBatchSize: [0, 8]
            """);
    for (int i = 0; i < 100; i++) {
      Map<String, String> drawn =
          Sampler.RANDOM.draw(file.space(), List.of(), Rng.seeded(2).split("trial", i));
      Recipe recipe = RECIPE.with(Space.changes(drawn));
      assertThat(recipe.optimizer().learningRate())
          .isEqualTo(Double.parseDouble(drawn.get("optimizer.learningRate")));
      assertThat(drawn.containsKey("optimizer.momentum"))
          .isEqualTo(drawn.get("optimizer.name").equals("sgd"));
      assertThat(drawn.containsKey("optimizer.beta1"))
          .isNotEqualTo(drawn.get("optimizer.name").equals("sgd"));
    }
  }

  @Test
  void anArgumentIsDrawnForNetworksThatHaveIt() {
    Recipe standard = Recipe.standard();
    SearchFile file =
        SearchFile.parse(
            """
            space:
              model.name: [cifar10-cnn, resnet20]
              model.arguments.dropout: [0, 0.5]
            """,
            "search.yaml",
            standard);
    for (int i = 0; i < 50; i++) {
      Map<String, String> drawn =
          Sampler.RANDOM.draw(file.space(), List.of(), Rng.seeded(2).split("trial", i));
      assertThat(drawn.containsKey("model.arguments.dropout"))
          .isEqualTo(drawn.get("model.name").equals("cifar10-cnn"));
      assertThat(standard.with(Space.changes(drawn)).model().name())
          .isEqualTo(drawn.get("model.name"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimizer.lerningRate: any | search.yaml, line 2: a recipe has no setting `optimizer.lerningRate`. Did you mean `optimizer.learningRate`?",
        "augment.rotate.degrees: any | search.yaml, line 2: a recipe has no setting `augment.rotate.degrees`. Did you mean `augment.rotation.degrees`?",
        "optimizer.learningRate: {from: 0.5, to: 0.1} | search.yaml, line 2: `optimizer.learningRate` is searched from 0.5 to 0.1, an empty range; `from` must be below `to`",
        "optimizer.learningRate: {from: 0.1, to: 0.1} | search.yaml, line 2: `optimizer.learningRate` is searched from 0.1 to 0.1, an empty range; `from` must be below `to`",
        "optimizer.learningRate: {from: 0.1, to: 2000} | search.yaml, line 2: `optimizer.learningRate` is searched up to 2000, allowed is above 0, at most 1000",
        "optimizer.weightDecay: {from: 0, to: 1, scale: log} | search.yaml, line 2: `optimizer.weightDecay` is searched from 0 on a logarithmic scale, which begins above 0",
        "optimizer.learningRate: {from: 0.1} | search.yaml, line 2: `to` has no value, expected a number, any",
        "optimizer.learningRate: any | search.yaml, line 2: `optimizer.learningRate` takes a number, above 0, at most 1000, which is no range that can be searched; give its bounds, such as `{from: 0.01, to: 0.5}`, or a list",
        "optimizer.learningRate: 0.1 | search.yaml, line 2: `optimizer.learningRate` is `0.1`, expected `any`, a list of values, or bounds such as `{from: 0.01, to: 0.5, scale: log}`",
        "batchSize: [] | search.yaml, line 2: `batchSize` is searched among no values, so there is nothing to choose; set it in the recipe",
        "batchSize: [16] | search.yaml, line 2: `batchSize` is searched among one value, 16, so there is nothing to choose; set it in the recipe",
        "batchSize: [16, 16] | search.yaml, line 2: `batchSize` has `16` in its list twice",
        "batchSize: [16, 0] | search.yaml, line 2: `batchSize` can't be 0: `batchSize` is 0, allowed is 1 to 65536",
        "batchSize: {from: 1.5, to: 8} | search.yaml, line 2: `batchSize` is searched from 1.5, expected a whole number, 1 to 65536",
        "schedule.name: [cosine, spiral] | search.yaml, line 2: `schedule.name` can't be spiral: `name` in `schedule` is `spiral`, expected one of",
        "schedule.name: {from: 1, to: 2} | search.yaml, line 2: `schedule.name` takes one of",
        "optimizer: any | search.yaml, line 2: `optimizer` has settings of its own; name those that are searched, with dots between",
        "augment: any | search.yaml, line 2: `augment` has settings of its own; name those that are searched, with dots between",
        "optimizer.beta1: any | search.yaml, line 2: `optimizer.beta1` is a setting of",
        "model.arguments.drop: any | search.yaml, line 2: model `cifar10-cnn` has no argument `drop`.",
        "model.name: [cifar10-cnn, resnet81] | search.yaml, line 2: `model.name` can't be resnet81: ",
        "model.name: [cifar10-cnn, convnext_tiny] | search.yaml, line 2: `model.name` can't be convnext_tiny: it takes images of 224 pixels by itself, and the recipe's network 8",
        "seed: [1, 2] | search.yaml, line 2: `seed` can't be searched: trials that differ in it can't be compared; set it in the recipe",
        "epochs: [1, 2] | search.yaml, line 2: `epochs` can't be searched:",
      })
  void whatCannotBeSearchedIsRefusedByNameAndLine(String line, String message) {
    assertThatThrownBy(() -> space(line))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimizer.name: [sgd, adamw] | optimizer.momentum: [0.9, 9] | search.yaml, line 3: `optimizer.momentum` can't be 9: `momentum` in `optimizer` is 9, allowed is",
        "optimizer.name: [sgd, adamw] | optimizer.alpha: {from: 0.9, to: 0.99} | search.yaml, line 3: `optimizer.alpha` is a setting of rmsprop, and none of these is among what `optimizer.name` is searched among",
        "optimizer.beta1: [0.9, 2] | optimizer.name: [sgd, lion] | search.yaml, line 2: `optimizer.beta1` can't be 2: `beta1` in `optimizer` is 2, allowed is",
      })
  void whatCannotGoWithANameThatIsSearchedTooIsRefused(String one, String other, String message) {
    assertThatThrownBy(() -> space(one + "\n  " + other))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batchSize=200 | objective.name: [cross-entropy, prototypical] | `objective.name` can't be prototypical: it holds out other images than the recipe;",
        "objective.name=prototypical | objective.name: [prototypical, cross-entropy] | `objective.name` can't be cross-entropy: it holds out other images than the recipe;",
        "batchSize=16 | objective.name: [cross-entropy, group-dro] | `objective.name` can't be group-dro: it goes by groups of images, and the recipe doesn't;",
        "objective.name=group-dro | objective.name: [group-dro, cross-entropy] | `objective.name` can't be cross-entropy: the recipe goes by groups of images, and it doesn't;",
        "batchSize=16 | sampling: [plain, groups] | `sampling` can't be groups: it goes by groups of images, and the recipe doesn't;",
      })
  void trialsOfOtherImagesOrGroupsThanTheRecipesAreRefused(
      String setting, String line, String message) {
    Recipe recipe = SmallRecipe.with("batchSize=200").with(setting);
    assertThatThrownBy(() -> SearchFile.parse("space:\n  " + line + "\n", "search.yaml", recipe))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "search.yaml, line 2: %s trials that differ in that can't be compared, so set it in the recipe",
            message);
  }

  @Test
  void howEpisodesAreMadeIsSearchedWhereTheRecipeHasThem() {
    Recipe recipe = SmallRecipe.with("batchSize=200", "objective.name=prototypical");
    SearchFile file =
        SearchFile.parse("space:\n  objective.scale: [0.5, 1]\n", "search.yaml", recipe);
    assertThat(file.space().dimensions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method: {name: bayes} | search.yaml, line 1: `name` in `method` is `bayes`, expected one of random, tpe, asha, hyperband",
        "method: {name: asha, reduction: 1} | search.yaml, line 1: `reduction` in `method` is 1, allowed is 2 to 10",
        "metod: {name: asha} | search.yaml, line 1: unknown key `metod`. Did you mean `method`?",
        "seed: 3 | search.yaml: `space` is missing or empty, so there is nothing to search;",
        "space: {} | search.yaml: `space` is missing or empty, so there is nothing to search;",
        "just text | search.yaml: expected `method` and `space`, such as",
      })
  void aFileThatSaysNoSearchIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml + "\n"))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(message);
  }
}
