package fovea.settings;

import fovea.settings.AllSettings.Listed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The documentation's table of settings. */
public final class SettingsTable {
  private SettingsTable() {}

  /** In Markdown, a line a key. */
  public static String markdown(Class<?> settings) {
    Map<String, List<Listed>> byPath = new LinkedHashMap<>();
    for (Listed listed : AllSettings.of(settings)) {
      Declared setting = listed.setting();
      if (setting.isFamily() || !setting.isSection()) {
        String path = setting.isFamily() ? listed.path() + ".name" : listed.path();
        byPath.computeIfAbsent(path, p -> new ArrayList<>()).add(listed);
      }
    }
    StringBuilder table =
        new StringBuilder("| key | default | values | what |\n|---|---|---|---|\n");
    byPath.forEach(
        (path, of) ->
            table.append(
                "| `%s` | %s | %s | %s |\n"
                    .formatted(
                        path,
                        joined(of, SettingsTable::standard, !ofAll(path, of)),
                        joined(of, SettingsTable::values, false),
                        joined(of, Declared::about, false))));
    return table.toString();
  }

  private static boolean isOfFamily(Class<?> record) {
    return record.isAnnotationPresent(Named.class) && record.getInterfaces()[0].isSealed();
  }

  /**
   * Whether all records that may have the key do: those of a family, or the one that the path
   * names.
   */
  private static boolean ofAll(String path, List<Listed> of) {
    Class<?> record = of.get(0).record();
    return !isOfFamily(record)
        || path.endsWith("." + Declared.name(record) + "." + of.get(0).setting().key())
        || record.getInterfaces()[0].getPermittedSubclasses().length == of.size();
  }

  /**
   * What the records of a family that have the key say of it.
   *
   * @param named with the records' names even if all say the same
   */
  private static String joined(List<Listed> of, Function<Declared, String> cell, boolean named) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (Listed listed : of) {
      String name = isOfFamily(listed.record()) ? Declared.name(listed.record()) : "";
      names.computeIfAbsent(cell.apply(listed.setting()), c -> new ArrayList<>()).add(name);
    }
    if (names.size() == 1 && !named) {
      return names.keySet().iterator().next();
    }
    return names.entrySet().stream()
        .map(entry -> "`" + String.join("`, `", entry.getValue()) + "`: " + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String standard(Declared setting) {
    if (setting.isList()) {
      return "`[]`";
    }
    boolean word = setting.isChoice() || setting.isFamily() || setting.type() == String.class;
    return word ? "`" + setting.standard() + "`" : setting.standard();
  }

  private static String values(Declared setting) {
    if (setting.isListOfFamily()) {
      return "a list of `" + String.join("`, `", setting.choices()) + "`";
    }
    if (setting.isList()) {
      return "a list";
    }
    if (setting.isChoice() || setting.isFamily()) {
      return "`" + String.join("`, `", setting.choices()) + "`";
    }
    if (setting.type() == boolean.class) {
      return "true, false";
    }
    if (setting.type() == long.class) {
      return "any whole number";
    }
    String multiples =
        switch (setting.multipleOf()) {
          case 1 -> "";
          case 2 -> ", even";
          default -> ", multiples of " + setting.multipleOf();
        };
    return setting.range().isAny() ? "" : setting.range() + multiples;
  }
}
