package fovea.settings;

import fovea.FoveaException;
import fovea.settings.AllSettings.Listed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where older files have what stands elsewhere now. */
final class FormerPaths {
  private FormerPaths() {}

  /** By each former key of the root, the path of today. */
  static Map<String, String> of(Class<?> root) {
    Map<String, String> paths = new LinkedHashMap<>();
    former(root).forEach(one -> paths.putIfAbsent(one.setting().formerly(), one.path()));
    return paths;
  }

  /** The settings that had another path once. */
  static List<Listed> former(Class<?> root) {
    return AllSettings.of(root).stream().filter(o -> !o.setting().formerly().isEmpty()).toList();
  }

  /** Moves what stands where older files have it to where it stands today. */
  static void move(Class<?> root, YamlNode.Mapping file) {
    of(root)
        .forEach(
            (former, path) -> {
              YamlNode value = file.entries().remove(former);
              String origin = file.keyOrigins().remove(former);
              if (value != null && origin != null) {
                put(file, path, value, former, origin);
              }
            });
  }

  private static void put(
      YamlNode.Mapping file, String path, YamlNode value, String former, String origin) {
    List<String> keys = new ArrayList<>(Arrays.asList(path.split("\\.")));
    String last = keys.remove(keys.size() - 1);
    YamlNode.Mapping section = file;
    for (String key : keys) {
      if (!section.entries().containsKey(key)) {
        section.put(key, YamlNode.Mapping.empty(origin), origin);
      }
      if (!(section.entries().get(key) instanceof YamlNode.Mapping inner)) {
        return; // which the reader refuses by its own line
      }
      section = inner;
    }
    String twice = section.keyOrigins().get(last);
    if (twice != null) {
      throw new FoveaException(
          "%s: `%s` is the former name of `%s`, which is set in %s; leave one of them out"
              .formatted(origin, former, path, twice));
    }
    section.put(last, value, origin);
  }
}
