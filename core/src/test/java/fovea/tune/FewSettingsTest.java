package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that run out of settings to try. */
class FewSettingsTest {
  @TempDir Path folder;

  private final Recipe recipe = SmallRecipe.with("epochs=3", "validation=0.3");

  /** What a search does, and when it says that nothing is left. */
  private static final class Notes implements Search.Listener {
    private final List<Integer> trained = new ArrayList<>();
    private final List<Integer> exhausted = new ArrayList<>();

    @Override
    public void trial(int number, Map<String, String> settings, int upTo) {
      trained.add(number);
    }

    @Override
    public void exhausted(int trials) {
      exhausted.add(trials);
    }
  }

  private List<Trial> search(String method, Notes notes) {
    String yaml =
        """
        method: {name: %s}
        space:
          optimizer.nesterov: any
          augment.rotation.degrees: [0, 5, 10]
        """
            .formatted(method);
    SearchFile file = SearchFile.parse(yaml, "search.yaml", recipe);
    return new Search(
            file, recipe, recipe.divide(SmallImages.dataSet(60)), "small", folder.resolve(method))
        .run(20, null, notes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "tpe", "asha", "hyperband"})
  void eachOfFewSettingsIsTrainedOnceAndTheSearchEnds(String method) {
    Notes notes = new Notes();
    List<Trial> trials = search(method, notes);
    assertThat(trials).extracting(Trial::settings).doesNotHaveDuplicates().hasSize(6);
    assertThat(trials).anyMatch(trial -> trial.state() == Trial.State.OVER);
    assertThat(notes.exhausted).containsExactly(6);
    Notes again = new Notes();
    assertThat(search(method, again)).isEqualTo(trials);
    assertThat(again.trained).isEmpty();
    assertThat(again.exhausted).containsExactly(6);
  }

  @Test
  void settingsThatAreLeftAreFoundWhereverTheyCount() {
    Space space =
        new Space(
            List.of(
                new Space.Searched(
                    new Dimension.Choice("kind", List.of("a", "b")), Optional.empty()),
                new Space.Searched(
                    new Dimension.Numbers("ofB", 1, 2, false, 1),
                    Optional.of(new Space.Condition("kind", Set.of("b"))))));
    List<Map<String, String>> found = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      found.add(space.first(settings -> !found.contains(settings)).orElseThrow());
    }
    assertThat(found)
        .containsExactly(
            Map.of("kind", "a"), Map.of("kind", "b", "ofB", "1"), Map.of("kind", "b", "ofB", "2"));
    assertThat(space.first(settings -> !found.contains(settings))).isEmpty();
  }
}
