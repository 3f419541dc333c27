package fovea.train;

import fovea.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All keys of all recipes, with their sections. */
final class RecipeKeys {
  private static final List<String> PATHS = paths();

  private RecipeKeys() {}

  /** The full path of the key that has this name, if it lies in another section. */
  static Optional<String> pathTo(String key) {
    return PATHS.stream()
        .filter(
            path ->
                Spelling.plain(path.substring(path.lastIndexOf('.') + 1))
                    .equals(Spelling.plain(key)))
        .findFirst();
  }

  private static List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (String optimizer : List.of("sgd", "adamw", "muon")) {
      for (String schedule : List.of("one-cycle", "cosine", "step", "constant")) {
        Recipe recipe =
            Recipe.standard().with("optimizer.name=" + optimizer, "schedule.name=" + schedule);
        collect("", YamlTree.parseFile(recipe.toYaml(), "recipe"), paths);
      }
    }
    return paths.stream().distinct().toList();
  }

  private static void collect(String prefix, YamlNode node, List<String> paths) {
    if (node instanceof YamlNode.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                paths.add(prefix + key);
                collect(prefix + key + ".", value, paths);
              });
    }
  }
}
