package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.augment.AlternatingFlip;
import fovea.augment.Cutout;
import fovea.augment.HorizontalFlip;
import fovea.augment.Rotation;
import fovea.augment.ShiftedCrop;
import fovea.objective.CrossEntropy;
import fovea.tensor.Geometry.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code augment} as a list of steps, and as older recipes say it. */
class AugmentListTest {
  private static final String LIST =
      """
      augment:
        - name: cutout
          side: 5
        - {name: shifted-crop, padding: zero}
        - name: horizontal-flip
      """;

  private static Recipe read(String yaml) {
    return Recipe.recorded("version: 2\n" + yaml, "recipe.yaml");
  }

  @Test
  void stepsAreReadInTheirOrderAndWrittenInIt() {
    Recipe recipe = read(LIST);
    assertThat(recipe.augment())
        .containsExactly(new Cutout(5), new ShiftedCrop(2, Padding.ZERO), new HorizontalFlip());
    assertThat(recipe.toYaml())
        .contains(
            """

            augment:
              - name: cutout
                side: 5
              - name: shifted-crop
                shift: 2
                padding: zero
              - name: horizontal-flip
            progressive:
            """);
    assertThat(read("augment: []").augment()).isEmpty();
    assertThat(Recipe.standard().toYaml()).contains("\naugment: []\n");
  }

  @Test
  void theOlderSectionMeansAListOfItsOwnOrder() {
    Recipe older =
        read("augment: {cutout: 4, horizontalFlip: true, shift: 3, rotation: 15, padding: zero}");
    assertThat(older.augment())
        .containsExactly(
            new Rotation(15, Padding.ZERO),
            new ShiftedCrop(3, Padding.ZERO),
            new HorizontalFlip(),
            new Cutout(4));
    assertThat(read("augment: {alternatingFlip: true, cutout: 4}").augment())
        .containsExactly(new Cutout(4), new AlternatingFlip());
    assertThat(older).isEqualTo(Recipe.recorded(older.toYaml(), "as it is written now"));
  }

  @Test
  void aStepIsSetByItsNameOrItsPlaceAndJoinsIfItIsNew() {
    Recipe recipe = read(LIST);
    assertThat(recipe.with("augment.shifted-crop.shift=4", "augment.0.side=6").augment())
        .containsExactly(new Cutout(6), new ShiftedCrop(4, Padding.ZERO), new HorizontalFlip());
    assertThat(recipe.with("augment.rotation.degrees=20").augment())
        .hasSize(4)
        .endsWith(new Rotation(20, Padding.REFLECT));
    assertThat(recipe.with("augment.shifted-crop={shift: 1}").augment())
        .contains(new ShiftedCrop(1, Padding.REFLECT));
    assertThat(recipe.with("augment.alternating-flip={}").augment())
        .endsWith(new AlternatingFlip());
    assertThat(recipe.with("augment.0.name=rotation").augment())
        .startsWith(new Rotation(10, Padding.REFLECT));
    assertThat(recipe.with("augment=[{name: cutout}]").augment()).containsExactly(new Cutout(8));
    assertThat(recipe.with("augment=[]", "augment.cutout={}").augment())
        .containsExactly(new Cutout(8));
  }

  @Test
  void aStepIsSetAsItWasCalledInOlderRecipes() {
    Recipe recipe = Recipe.builtIn("article");
    assertThat(recipe.with("augment.rotation=15", "augment.shift=4").augment())
        .containsExactly(
            new Rotation(15, Padding.REFLECT),
            new ShiftedCrop(4, Padding.REFLECT),
            new HorizontalFlip());
    assertThat(recipe.with("augment.rotation=0", "augment.horizontalFlip=false").augment())
        .containsExactly(new ShiftedCrop(2, Padding.REFLECT));
    assertThat(recipe.with("augment.padding=zero", "augment.cutout=8").augment())
        .containsExactly(
            new Rotation(10, Padding.ZERO),
            new ShiftedCrop(2, Padding.ZERO),
            new HorizontalFlip(),
            new Cutout(8));
    assertThat(Recipe.standard().with("augment={rotation: 15}", "augment.shift=1").augment())
        .containsExactly(new Rotation(15, Padding.REFLECT), new ShiftedCrop(1, Padding.REFLECT));
    assertThat(recipe.with("augment.shift=4", "augment.shifted-crop.padding=zero").augment())
        .contains(new ShiftedCrop(4, Padding.ZERO), new Rotation(10, Padding.REFLECT));
  }

  @Test
  void labelSmoothingIsSetByItsFormerNameToo() {
    assertThat(read("labelSmoothing: 0.3").objective()).isEqualTo(new CrossEntropy(0.3));
    assertThat(read("objective: {labelSmoothing: 0.3}")).isEqualTo(read("labelSmoothing: 0.3"));
    Recipe recipe = Recipe.builtIn("article");
    assertThat(recipe.with("labelSmoothing=0.2").objective()).isEqualTo(new CrossEntropy(0.2));
    assertThat(recipe.with("objective.labelSmoothing=0.2"))
        .isEqualTo(recipe.with("labelSmoothing=0.2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          augment.rotation=10     | `augment` lists steps that this key, of older recipes, can't say; name a step and its key, such as `augment.rotation.degrees=10`
          augment.shifted-crop=3  | expected its keys, such as `--set augment.shifted-crop={...}`
          augment.3.side=3        | `augment` has 3 sections, counted from 0
          augment.cuttout.side=3  | `augment` has no `cuttout`. Did you mean `cutout`?
          augment.cutout.size=3   | unknown key `size` in `augment.cutout`. Did you mean `side`?
          augment.cutout.side=0   | `side` in `augment.cutout` is 0, allowed is 1 to 128 pixels
          augment.cutout.side.x=0 | `side` is a single value, it has no keys of its own
          augment.colour-jitter.hue=0.2 | `augment` has no `colour-jitter`. Did you mean `color-jitter`?
          augment.trivialaugment.padding=zero | `augment` has no `trivialaugment`. Did you mean `trivial-augment`?
          augment.rand-augment.magnitude=31 | `magnitude` in `augment.rand-augment` is 31, allowed is 0 to 30
          labelSmoothing=1        | `labelSmoothing` in `objective` is 1, allowed is at least 0, below 1
          """)
  void aSettingOfAStepIsRefusedByName(String setting, String message) {
    assertThatThrownBy(() -> read(LIST).with(setting))
        .isInstanceOf(FoveaException.class)
        .hasMessage("--set " + setting + ": " + message);
  }

  @Test
  void anUnknownStepIsAnsweredWithTheNearestOne() {
    assertThatThrownBy(() -> read("augment:\n  - {name: random-resize-crop}"))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("`random-resize-crop`")
        .hasMessageContaining("Did you mean `random-resized-crop`?");
  }

  @Test
  void settingsThatDontGoTogetherAreRefusedWithTheirLine() {
    assertThatThrownBy(
            () ->
                read(
                    "augment:\n  - name: random-resized-crop\n    minScale: 0.9\n    maxScale: 0.5"))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "recipe.yaml, line 4: `minScale` is 0.9, expected at most `maxScale`, which is 0.5");
  }
}
