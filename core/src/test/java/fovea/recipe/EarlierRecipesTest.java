package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.objective.CrossEntropy;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recipes of earlier commits, in {@code fovea/train/recipes} among the resources: built-in ones as
 * people copied them, those that were written beside runs, and what Fovea took each for, all
 * defaults included.
 */
class EarlierRecipesTest {

  /** Without a version it is of the newest, which is about how images are held out. */
  @ParameterizedTest
  @MethodSource("builtIn")
  void aCopyOfABuiltInRecipeMeansWhatItMeant(Path file) throws Exception {
    assertThat(Recipe.read(file))
        .usingRecursiveComparison()
        .ignoringFields("draw")
        .isEqualTo(resolved(file));
  }

  @ParameterizedTest
  @MethodSource("written")
  void aRecipeThatWasWrittenBesideARunMeansWhatItMeant(Path file) throws Exception {
    Recipe recipe = Recipe.recorded(Files.readString(file), file.toString());
    assertThat(recipe).isEqualTo(resolved(file));
    assertThat(Recipe.recorded(recipe.toYaml(), "what was written")).isEqualTo(recipe);
  }

  @Test
  void valuesUnlikeTheStandardOnesAreReadAsTheyStand() throws Exception {
    Path file = folder("written").resolve("sgd-one-cycle-6cd9f80.yaml");
    Recipe recipe = Recipe.recorded(Files.readString(file), file.toString());
    assertThat(recipe.seed()).isEqualTo(-7);
    assertThat(recipe.epochs()).isEqualTo(5);
    assertThat(recipe.batchSize()).isEqualTo(48);
    assertThat(recipe.validation()).isEqualTo(0.25);
    assertThat(recipe.optimizer().learningRate()).isEqualTo(0.03);
    assertThat(recipe.gradientClip()).isEqualTo(2.5);
    assertThat(recipe.objective()).isEqualTo(new CrossEntropy(0.05));
    assertThat(recipe.averaging().decay()).isEqualTo(0.75);
    assertThat(recipe.earlyStopping().patience()).isEqualTo(3);
    assertThat(recipe.shapes().images()).isEqualTo(321);
  }

  static List<Path> builtIn() throws Exception {
    return files("built-in");
  }

  static List<Path> written() throws Exception {
    return files("written");
  }

  private static Recipe resolved(Path file) throws Exception {
    Path resolved = folder("resolved").resolve(file.getFileName().toString());
    return Recipe.recorded(Files.readString(resolved), resolved.toString());
  }

  private static List<Path> files(String kind) throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.list(folder(kind))) {
      return all.sorted().toList();
    }
  }

  private static Path folder(String kind) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(EarlierRecipesTest.class.getResource("/fovea/train/recipes/" + kind))
            .toURI());
  }
}
