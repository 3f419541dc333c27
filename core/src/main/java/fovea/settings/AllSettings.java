package fovea.settings;

import fovea.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings below a record: what near misses, the documentation and a search look through. */
public final class AllSettings {
  /**
   * One of them.
   *
   * @param path with dots, as {@code --set} takes it
   * @param record that declares it
   */
  public record Listed(String path, Class<?> record, Declared setting) {}

  private static final ClassValue<List<Listed>> BY_RECORD =
      new ClassValue<>() {
        @Override
        protected List<Listed> computeValue(Class<?> settings) {
          List<Listed> list = new ArrayList<>();
          add(settings, "", list);
          return List.copyOf(list);
        }
      };

  private AllSettings() {}

  /** A section stands before what it holds; a key of two records of a family stands twice. */
  public static List<Listed> of(Class<?> root) {
    return BY_RECORD.get(root);
  }

  /** The full path of the first that has this name, whatever its section. */
  static Optional<String> pathTo(Class<?> root, String key) {
    return of(root).stream()
        .filter(one -> Spelling.plain(one.setting.key()).equals(Spelling.plain(key)))
        .map(Listed::path)
        .findFirst();
  }

  /** The lists among them, by path. */
  static Map<String, Declared> lists(Class<?> root) {
    return of(root).stream()
        .filter(one -> one.setting.isList())
        .collect(Collectors.toMap(Listed::path, Listed::setting));
  }

  /** The paths of the names that decide which keys their section has. */
  static List<String> names(Class<?> root) {
    return of(root).stream()
        .flatMap(
            one ->
                one.setting.isFamily()
                    ? Stream.of(one.path + ".name")
                    : Stream.of(one.path).filter(path -> path.endsWith(".name")))
        .toList();
  }

  private static void add(Class<?> settings, String prefix, List<Listed> list) {
    for (Declared setting : Declared.in(settings)) {
      String path = prefix + setting.key();
      list.add(new Listed(path, settings, setting));
      if (setting.isSection()) {
        setting.records().forEach(inner -> add(inner, path + ".", list));
      } else if (setting.isListOfFamily()) {
        setting.records().forEach(i -> add(i, path + "." + Declared.name(i) + ".", list));
      } else if (setting.isList()) {
        add(setting.element(), path + "[].", list);
      }
    }
  }
}
