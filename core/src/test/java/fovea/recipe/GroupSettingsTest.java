package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.FoveaException;
import fovea.optim.ParameterGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of parameter groups, and keys that are written only where they differ. */
class GroupSettingsTest {
  private static final String GROUPS =
      """
      layerDecay: 0.7
      groups:
        - match: "features.*"
          rate: 0.1
          decay: 1
          frozen: false
        - match: "normalize.*"
          rate: 1
          decay: 0
          frozen: true
      """;

  private static Recipe read(String yaml) {
    return Recipe.recorded(yaml, "recipe.yaml");
  }

  @Test
  void aListIsReadInItsOrderAndWrittenAsAPersonWould() {
    Recipe recipe = read(GROUPS);
    assertThat(recipe.layerDecay()).isEqualTo(0.7);
    assertThat(recipe.groups())
        .containsExactly(
            new ParameterGroup("features.*", 0.1, 1, false),
            new ParameterGroup("normalize.*", 1, 0, true));
    assertThat(recipe.toYaml()).contains("\n" + GROUPS + "schedule:\n");
    assertThat(read(recipe.toYaml())).isEqualTo(recipe);
  }

  @Test
  void withoutGroupsARecipeIsWrittenAsBeforeItHadTheKeys() {
    Recipe standard = Recipe.standard();
    assertThat(standard.toYaml()).doesNotContain("groups", "layerDecay");
    assertThat(read("groups: []\nlayerDecay: 1.0\nversion: 2\n")).isEqualTo(standard);
    assertThat(read(GROUPS).with("groups=[]", "layerDecay=1", "version=2")).isEqualTo(standard);
  }

  @Test
  void aListIsSetAsAWhole() {
    assertThat(Recipe.standard().with("groups=[{match: head.*, rate: 10}]").groups())
        .containsExactly(new ParameterGroup("head.*", 10, 1, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          groups: 3                              | , line 1: `groups` is `3`, expected a list of sections, such as `groups: [{...}, {...}]`
          groups: {match: x}                     | , line 1: `groups` is a section, expected a list of sections, such as `groups: [{...}, {...}]`
          groups:\\n  - match: x\\n  - y         | , line 3: `groups[1]` is `y`, expected a section with keys of its own, such as `{...}`
          groups:\\n  - match: x\\n    rte: 2    | , line 3: unknown key `rte` in `groups[0]`. Did you mean `rate`?
          groups:\\n  - match: x\\n  - rate: -1  | , line 3: `rate` in `groups[1]` is -1, allowed is 0 to 1000
          groups:\\n  - match:                   | , line 2: `match` in `groups[0]` has no value, expected text, such as `*`
          layerDecay: 0                          | , line 1: `layerDecay` is 0, allowed is above 0, at most 1
          """)
  void whatIsWrongInAListIsNamedWithItsLine(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n") + "\n"))
        .isInstanceOf(FoveaException.class)
        .hasMessage("recipe.yaml" + message);
  }

  @Test
  void aKeyOfASectionInAListCantBeSetAlone() {
    Recipe recipe = read(GROUPS);
    assertThatThrownBy(() -> recipe.with("groups.rate=2"))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "--set groups.rate=2: `groups` is a list, which is set as a whole, such as"
                + " `--set groups=[{...}]`");
  }

  @Test
  void theSchemaSaysWhatEachSectionOfAListTakes() throws Exception {
    JsonNode schema = new ObjectMapper().readTree(Recipe.jsonSchema());
    assertThat(errors(schema, "{\"groups\": [{\"match\": \"x\"}, {\"frozen\": true}]}")).isEmpty();
    assertThat(errors(schema, "{\"groups\": {\"match\": \"x\"}}")).contains("/groups: type");
    assertThat(errors(schema, "{\"groups\": [{\"rate\": -1}]}"))
        .contains("/groups/[]/rate: minimum");
    assertThat(errors(schema, "{\"groups\": [{\"x\": 1}]}")).contains("additionalProperties");
  }

  private static String errors(JsonNode schema, String recipe) throws Exception {
    return String.join("; ", JsonSchema.errors(schema, new ObjectMapper().readTree(recipe)));
  }
}
