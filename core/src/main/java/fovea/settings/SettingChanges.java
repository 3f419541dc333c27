package fovea.settings;

import fovea.FoveaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies {@code key=value} settings to YAML, which is then read and checked as a file. */
public final class SettingChanges {
  record Change(String path, YamlNode value, String origin) {}

  private final Class<?> root;

  /** Sections whose keys depend on their name. */
  private final Set<String> names;

  private final Map<String, Declared> lists;
  private final Map<String, String> formerly;

  private SettingChanges(Class<?> root) {
    this.root = root;
    names = Set.copyOf(AllSettings.names(root));
    lists = AllSettings.lists(root);
    formerly = FormerPaths.of(root);
  }

  /**
   * The YAML of these settings with some values changed.
   *
   * @param source what messages call it
   * @param settings {@code key=value} each, with dots between section and key
   * @throws FoveaException for what is no such setting
   */
  public static YamlNode.Mapping apply(Record to, String source, List<String> settings) {
    return new SettingChanges(to.getClass())
        .changed((YamlNode.Mapping) YamlTree.parseFile(YamlText.of(to), source), settings);
  }

  private YamlNode.Mapping changed(YamlNode.Mapping root, List<String> settings) {
    List<Change> changes = new ArrayList<>();
    settings.forEach(setting -> changes.add(parse(setting)));
    // A name decides which keys its section has, so names go first, whatever the order given.
    changes.sort(Comparator.comparing(change -> !names.contains(change.path)));
    changes.forEach(change -> apply(root, change));
    return root;
  }

  private Change parse(String setting) {
    int equals = setting.indexOf('=');
    String origin = "--set " + setting;
    if (equals < 1) {
      throw new FoveaException(
          origin + ": expected key=value, such as `--set optimizer.learningRate=0.05`");
    }
    String path = setting.substring(0, equals).strip();
    return new Change(
        formerly.getOrDefault(path, path),
        YamlTree.parseValue(setting.substring(equals + 1), origin),
        origin);
  }

  private void apply(YamlNode.Mapping file, Change change) {
    String[] keys = change.path.split("\\.", -1);
    YamlNode.Mapping section = file;
    for (int i = 0; i < keys.length - 1; i++) {
      Declared list = lists.get(String.join(".", Arrays.asList(keys).subList(0, i + 1)));
      if (list != null) {
        new ListChange(root, list, section, change)
            .apply(Arrays.asList(keys).subList(i + 1, keys.length));
        return;
      }
      section = enter(section, keys[i], change);
    }
    String key = keys[keys.length - 1];
    if (names.contains(change.path) && !sameText(section.entries().get(key), change.value)) {
      section.entries().clear();
      section.keyOrigins().clear();
    }
    section.put(key, change.value, change.origin);
  }

  private static YamlNode.Mapping enter(YamlNode.Mapping section, String key, Change change) {
    @Nullable YamlNode inner = section.entries().get(key);
    if (inner == null) {
      inner = YamlNode.Mapping.empty(change.origin);
      section.put(key, inner, change.origin);
    }
    if (inner instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    throw new FoveaException(
        "%s: `%s` is a single value, it has no keys of its own".formatted(change.origin, key));
  }

  private static boolean sameText(@Nullable YamlNode a, YamlNode b) {
    return a instanceof YamlNode.Scalar x
        && b instanceof YamlNode.Scalar y
        && x.text().equals(y.text());
  }
}
