package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.FoveaException;
import fovea.models.Models;
import fovea.settings.AllSettings;
import fovea.settings.AllSettings.Listed;
import fovea.settings.Declared;
import fovea.settings.FreeValues;
import fovea.settings.Range;
import fovea.settings.Section;
import fovea.settings.SettingsTable;
import fovea.settings.YamlNode;
import fovea.settings.YamlText;
import fovea.settings.YamlTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the declarations of settings. */
class SettingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theDocumentationHasTheTableOfTheDeclarations() throws Exception {
    String table = SettingsTable.markdown(Recipe.class);
    assertThat(Files.readString(Path.of("../docs/recipes.md")))
        .as("docs/recipes.md should have this table:\n%s", table)
        .contains("\n\n" + table + "\n");
  }

  @Test
  void theDocumentationHasTheArgumentsOfEveryNetwork() throws Exception {
    String text = Files.readString(Path.of("../docs/recipes.md"));
    for (String name : Models.names()) {
      String table = SettingsTable.markdown(Models.CATALOGUE.named(name));
      assertThat(text)
          .as("docs/recipes.md should have this table:\n`%s`:\n\n%s", name, table)
          .contains("\n\n`" + name + "`:\n\n" + table + "\n");
    }
    assertThat(text).contains("| `imageSize` | 32 | 8 to 128, even | ");
  }

  @Test
  void aRecordOfAFamilyThatHasAKeyIsNamedInTheTableWhereTheyDiffer() {
    assertThat(SettingsTable.markdown(Recipe.class))
        .contains(
            "| `optimizer.name` | `sgd` | `sgd`, `adamw`, `muon`, `lion`, `adam`, `rmsprop`, `lamb` | how")
        .contains(
            "| `optimizer.momentum` | `sgd`: 0.9; `muon`: 0.6; `rmsprop`: 0 | at least 0, below 1 |")
        .contains(
            "| `schedule.finalFactor` | `cosine`, `one-cycle`, `polynomial`, `cosine-restarts`, `plateau`: 0 | 0 to 1 |")
        .contains("| `optimizer.nesterov` | `sgd`: true | true, false | look ahead")
        .contains(
            "| `schedule.warmup` | `constant`, `step`, `cosine`, `multi-step`, `exponential`, `polynomial`, `cosine-restarts`, `plateau`: 0; `one-cycle`: 0.25 |")
        .contains("| `augment` | `[]` | a list of `rotation`, `shifted-crop`, `horizontal-flip`,")
        .contains("| `augment.shifted-crop.shift` | 2 | 0 to 64 pixels |")
        .contains("| `augment.shifted-crop.padding` | `reflect` | `zero`, `reflect` |")
        .contains("| `objective.labelSmoothing` | `cross-entropy`: 0 | at least 0, below 1 |");
  }

  @Test
  void everyRangeIsHeldToBySettingsBuiltInJava() {
    int checked = 0;
    for (Listed listed : AllSettings.of(Recipe.class)) {
      Range range = listed.setting().range();
      if (!range.isAny()) {
        assertRefused(listed, range.least() - 1);
        if (!Double.isInfinite(range.most())) {
          assertRefused(listed, range.most() + 1);
        }
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(40);
  }

  private static void assertRefused(Listed listed, double value) {
    Section empty = Section.root(Recipe.class, YamlNode.Mapping.empty("recipe"));
    assertThatThrownBy(() -> changed(empty.read(listed.record()), listed, value))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            listed.setting().range().refusal("`" + listed.setting().key() + "`", shown(value)));
  }

  private static Object changed(Object settings, Listed listed, double value) {
    List<Object> values = new ArrayList<>();
    for (Declared setting : Declared.in(listed.record())) {
      Object changed = setting.isWhole() ? (Object) (int) value : (Object) value;
      values.add(setting.key().equals(listed.setting().key()) ? changed : setting.of(settings));
    }
    return Declared.make(listed.record(), values);
  }

  private static String shown(double value) {
    return YamlText.number(value);
  }

  @Test
  void theSchemaTakesBuiltInAndRandomRecipes() throws Exception {
    JsonNode schema = JSON.readTree(Recipe.jsonSchema());
    assertThat(schema.get("$schema").asText()).isEqualTo("http://json-schema.org/draft-07/schema#");
    for (String name : Recipe.builtInNames()) {
      assertThat(JsonSchema.errors(schema, json(Recipe.builtInYaml(name)))).as(name).isEmpty();
    }
    for (long seed = 0; seed < 200; seed++) {
      JsonNode recipe = json(new RandomRecipes(seed).next().toYaml());
      assertThat(JsonSchema.errors(schema, recipe)).as("seed %d: %s", seed, recipe).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lerningRate: 0.1                         | : additionalProperties",
        "epochs: 0                                | /epochs: minimum",
        "epochs: 2.5                              | /epochs: type",
        "labelSmoothing: 1                        | /labelSmoothing: exclusiveMaximum",
        "augment: {rotation: 400}                 | /augment: oneOf",
        "augment: [{name: rotation, degrees: 400}] | /augment: oneOf",
        "augment: [{degrees: 40}]                 | /augment: oneOf",
        "augment: [{name: rotation, shift: 4}]    | /augment: oneOf",
        "precision: int8                          | /precision: enum",
        "optimizer: {name: adan}                  | /optimizer: oneOf",
        "optimizer: {beta1: 0.9}                  | /optimizer: oneOf",
        "optimizer: {name: adamw, learningRate: 0} | /optimizer: oneOf",
        "optimizer: sgd                           | /optimizer: oneOf",
        "testViews: yes                           | /testViews: type",
        "model: {arguments: {blocks: 65}}         | /model/arguments/blocks: maximum",
        "model: {arguments: {imageSize: 33}}      | /model/arguments/imageSize: multipleOf",
        "model: {name: resnet18, arguments: {blocks: 3}} | /model/arguments: additionalProperties",
        "model: {name: resnet18, arguments: {stem: cifr}} | /model/arguments/stem: enum",
        "model: {name: speedrun, arguments: {depth: 1.5}} | /model/arguments/depth: type",
      })
  void theSchemaRefusesWhatARecipeDoesntAllow(String yaml, String error) throws Exception {
    assertThat(JsonSchema.errors(JSON.readTree(Recipe.jsonSchema()), json(yaml)))
        .containsExactly(error);
  }

  @Test
  void theSchemaTakesAFamilysDefaultWithoutItsNameAndEachNetworksArguments() throws Exception {
    JsonNode schema = JSON.readTree(Recipe.jsonSchema());
    for (String yaml :
        List.of(
            "optimizer: {nesterov: false}",
            "optimizer: {name: adamw}",
            "model: {arguments: {blocks: 2, dropout: 0.1}}",
            "model: {name: resnet18, arguments: {stem: imagenet}}",
            "model: {name: my-own, arguments: {anything: [1, 2]}}")) {
      assertThat(JsonSchema.errors(schema, json(yaml))).as(yaml).isEmpty();
    }
  }

  @Test
  void theSchemaTakesWhatOlderRecipesSay() throws Exception {
    JsonNode schema = JSON.readTree(Recipe.jsonSchema());
    for (String yaml :
        List.of("labelSmoothing: 0.1", "augment: {horizontalFlip: true, shift: 2}")) {
      assertThat(JsonSchema.errors(schema, json(yaml))).as(yaml).isEmpty();
    }
  }

  private static JsonNode json(String yaml) {
    return JSON.valueToTree(FreeValues.map((YamlNode.Mapping) YamlTree.parseFile(yaml, "recipe")));
  }
}
