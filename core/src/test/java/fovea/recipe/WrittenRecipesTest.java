package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Model files and checkpoints hold recipes, so what is written must stay the same bytes. */
class WrittenRecipesTest {
  /** The built-in recipes, the standard one by optimiser and schedule, and 40 random ones. */
  private static final List<String> WRITTEN = written();

  @Test
  void aRecipeIsWrittenAsTheCommitBeforeSettingsWereDeclaredWroteIt() {
    assertThat(WRITTEN).hasSize(58);
    for (String text : WRITTEN) {
      assertThat(Recipe.recorded(text, "recipe").toYaml()).isEqualTo(text);
    }
  }

  @Test
  void theBuiltInRecipesMeanWhatTheyMeant() {
    List<String> names = List.of("article", "demo", "sprint", "speedrun", "marathon");
    for (int i = 0; i < names.size(); i++) {
      assertThat(Recipe.builtIn(names.get(i)).toYaml()).isEqualTo(WRITTEN.get(i));
    }
    assertThat(Recipe.standard().toYaml()).isEqualTo(WRITTEN.get(names.size()));
  }

  private static List<String> written() {
    try (InputStream in =
        WrittenRecipesTest.class.getResourceAsStream("/fovea/train/written-recipes.txt")) {
      return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("---\n"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
