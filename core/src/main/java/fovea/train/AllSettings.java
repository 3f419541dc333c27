package fovea.train;

import fovea.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of all recipes: what near misses, the documentation and a search look through. */
final class AllSettings {
  /**
   * One of them.
   *
   * @param path with dots, as {@code --set} takes it
   * @param record that declares it
   */
  record Listed(String path, Class<?> record, Declared setting) {}

  /** A section stands before what it holds; a key of two records of a family stands twice. */
  static final List<Listed> LIST = list();

  private AllSettings() {}

  /** The full path of the first that has this name, whatever its section. */
  static Optional<String> pathTo(String key) {
    return LIST.stream()
        .filter(one -> Spelling.plain(one.setting.key()).equals(Spelling.plain(key)))
        .map(Listed::path)
        .findFirst();
  }

  /** The paths of the names that decide which keys their section has. */
  static List<String> names() {
    return LIST.stream()
        .flatMap(
            one ->
                one.setting.isFamily()
                    ? Stream.of(one.path + ".name")
                    : Stream.of(one.path).filter(path -> path.endsWith(".name")))
        .toList();
  }

  private static List<Listed> list() {
    List<Listed> list = new ArrayList<>();
    add(Recipe.class, "", list);
    return List.copyOf(list);
  }

  private static void add(Class<?> settings, String prefix, List<Listed> list) {
    for (Declared setting : Declared.in(settings)) {
      String path = prefix + setting.key();
      list.add(new Listed(path, settings, setting));
      if (setting.isSection()) {
        setting.records().forEach(inner -> add(inner, path + ".", list));
      }
    }
  }
}
