package fovea.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as a flat list of paths and values, to see what two of them differ in. */
public final class FlatSettings {
  private final Map<String, String> values = new LinkedHashMap<>();

  private FlatSettings() {}

  /**
   * Every value by its path, as {@code --set} takes it; of a list the section's name stands for its
   * place, followed by {@code #2} where it comes again.
   */
  public static Map<String, String> of(Record settings) {
    FlatSettings flat = new FlatSettings();
    flat.add("", YamlTree.parseFile(YamlText.of(settings), "settings"));
    return flat.values;
  }

  private void add(String path, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach((key, value) -> add(below(path, key), value));
    } else if (node instanceof YamlNode.Sequence sequence) {
      addList(path, sequence.items());
    } else {
      values.put(path, ((YamlNode.Scalar) node).text());
    }
  }

  private void addList(String path, List<YamlNode> items) {
    if (items.stream().allMatch(YamlNode.Scalar.class::isInstance)) {
      values.put(
          path, items.stream().map(item -> ((YamlNode.Scalar) item).text()).toList().toString());
      return;
    }
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      String name = name(items.get(i), i);
      int count = seen.merge(name, 1, Integer::sum);
      add(below(path, count == 1 ? name : name + "#" + count), items.get(i));
    }
  }

  private static String name(YamlNode item, int place) {
    return item instanceof YamlNode.Mapping section
            && section.entries().get("name") instanceof YamlNode.Scalar name
        ? name.text()
        : Integer.toString(place);
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
