package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.settings.FlatSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatSettingsTest {
  @Test
  void everyValueStandsByThePathThatSetTakes() {
    Recipe recipe = SmallRecipe.with("augment.mixup.alpha=0.4");
    Map<String, String> flat = FlatSettings.of(recipe);
    assertThat(flat)
        .containsEntry("epochs", "4")
        .containsEntry("model.arguments.blocks", "1")
        .containsEntry("optimizer.name", "sgd")
        .containsEntry("augment.rotation.degrees", "10")
        .containsEntry("augment.mixup.alpha", "0.4");
    flat.forEach(
        (path, value) -> {
          if (!path.endsWith(".name") && !path.startsWith("augment.")) {
            assertThat(recipe.with(path + "=" + value)).as(path).isEqualTo(recipe);
          }
        });
  }

  @Test
  void aStepThatComesAgainHasANumber() {
    Recipe recipe =
        Recipe.standard()
            .with("augment=[{name: rotation, degrees: 5}, {name: rotation, degrees: 9}]");
    assertThat(FlatSettings.of(recipe))
        .containsEntry("augment.rotation.degrees", "5")
        .containsEntry("augment.rotation#2.degrees", "9");
  }
}
