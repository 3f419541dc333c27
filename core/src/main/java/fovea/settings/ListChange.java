package fovea.settings;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.settings.SettingChanges.Change;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/**
 * A change to a list of sections. {@code augment.mixup.alpha=0.2} is the section of that name,
 * which joins the list at its end if it isn't there; {@code augment.0.alpha=0.2} is the one at that
 * place, counted from 0; {@code augment.rotation=10} a key of the section that older files have in
 * place of the list.
 *
 * @param around the section that has the list
 */
record ListChange(Class<?> root, Declared list, YamlNode.Mapping around, Change change) {

  /**
   * @param below the keys below the list's own
   */
  void apply(List<String> below) {
    String first = below.get(0);
    if (!list.isListOfFamily() && !first.matches("\\d+")) {
      throw refused(
          "`%1$s` is a list, which is set as a whole, such as `--set %1$s=[{...}]`"
              .formatted(list.key()));
    }
    boolean single = change.value() instanceof YamlNode.Scalar;
    if (below.size() == 1 && single && earlierKeys().contains(first)) {
      earlier().put(first, change.value(), change.origin());
    } else if (below.size() == 1) {
      if (!(change.value() instanceof YamlNode.Mapping keys)) {
        throw refused("expected its keys, such as `--set %s={...}`".formatted(change.path()));
      }
      YamlNode.Mapping section = item(first);
      section.entries().keySet().retainAll(List.of("name"));
      keys.entries().forEach((key, value) -> put(section, key, value));
    } else if (below.size() == 2) {
      YamlNode.Mapping section = item(first);
      if (below.get(1).equals("name")) {
        section.entries().clear(); // whose keys depend on it
      }
      put(section, below.get(1), change.value());
    } else {
      throw refused("`%s` is a single value, it has no keys of its own".formatted(below.get(1)));
    }
  }

  private void put(YamlNode.Mapping section, String key, YamlNode value) {
    section.put(key, value, change.origin());
  }

  private List<String> earlierKeys() {
    return list.earlier().stream()
        .flatMap(record -> Declared.in(record).stream())
        .map(Declared::key)
        .toList();
  }

  /** The list as older files have it, in its place. */
  private YamlNode.Mapping earlier() {
    if (around.entries().get(list.key()) instanceof YamlNode.Mapping already) {
      return already;
    }
    Class<?> type = list.earlier().orElseThrow();
    Record written;
    try {
      written = (Record) type.getDeclaredConstructor(List.class).newInstance(values());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof FoveaException why) {
        throw new FoveaException(change.origin() + ": " + why.getMessage(), why);
      }
      throw new IllegalStateException(type + " can't be made of a list", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " can't be made of a list", e);
    }
    YamlNode.Mapping section =
        (YamlNode.Mapping) YamlTree.parseFile(YamlText.of(written), change.origin());
    around.put(list.key(), section, change.origin());
    return section;
  }

  private List<?> values() {
    return new Section(root, "", around).list(list);
  }

  /** The list as it is written today, in its place. */
  private List<YamlNode> items() {
    YamlNode now = around.entries().get(list.key());
    if (!(now instanceof YamlNode.Sequence)) {
      now = YamlTree.parseFile(YamlText.ofList(values()), change.origin());
    }
    YamlNode.Sequence changed =
        new YamlNode.Sequence(new ArrayList<>(((YamlNode.Sequence) now).items()), now.origin());
    around.put(list.key(), changed, change.origin());
    return changed.items();
  }

  private YamlNode.Mapping item(String which) {
    List<YamlNode> items = items();
    if (which.matches("\\d{1,4}")) {
      if (Integer.parseInt(which) >= items.size()) {
        throw refused("`%s` has %d sections, counted from 0".formatted(list.key(), items.size()));
      }
      return section(items.get(Integer.parseInt(which)));
    }
    for (YamlNode item : items) {
      if (section(item).entries().get("name") instanceof YamlNode.Scalar name
          && name.text().equals(which)) {
        return section(item);
      }
    }
    if (!list.choices().contains(which)) {
      throw refused(
          "`%s` has no `%s`.%s".formatted(list.key(), which, Spelling.didYouMean(which, words())));
    }
    YamlNode.Mapping added = YamlNode.Mapping.empty(change.origin());
    put(added, "name", new YamlNode.Scalar(which, true, change.origin()));
    items.add(added);
    return added;
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(list.choices());
    words.addAll(earlierKeys());
    return words;
  }

  private YamlNode.Mapping section(YamlNode item) {
    if (item instanceof YamlNode.Mapping section) {
      return section;
    }
    throw refused("`%s` holds %s, expected sections".formatted(list.key(), item.shown()));
  }

  private FoveaException refused(String why) {
    return new FoveaException(change.origin() + ": " + why);
  }
}
