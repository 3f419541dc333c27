package fovea.tune;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.recipe.Recipe;
import fovea.settings.FlatSettings;
import fovea.settings.Section;
import fovea.settings.YamlNode;
import fovea.settings.YamlText;
import fovea.settings.YamlTree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is searched and how, as a YAML file says it.
 *
 * @param space of the recipe that it was read for
 */
public record SearchFile(SearchSettings settings, Space space) {
  private static final String EXAMPLE =
      "such as `space: {optimizer.learningRate: {from: 0.01, to: 0.5, scale: log}}`";

  /**
   * Reads a file.
   *
   * @param recipe whose settings are searched
   * @throws FoveaException if it can't be read, or names what the recipe has no such setting of, or
   *     values that it doesn't take; the message names file and line
   */
  public static SearchFile read(Path file, Recipe recipe) {
    try {
      return parse(Files.readString(file), file.toString(), recipe);
    } catch (NoSuchFileException e) {
      throw new FoveaException(file + ": no such file, expected a search in YAML", e);
    } catch (CharacterCodingException e) {
      throw new FoveaException(file + ": not UTF-8 text, expected a search in YAML", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  /**
   * Reads a text.
   *
   * @param source what messages call it
   */
  static SearchFile parse(String yaml, String source, Recipe recipe) {
    YamlNode.Mapping root = root(yaml, source);
    SearchSettings settings = Section.root(SearchSettings.class, root).read(SearchSettings.class);
    YamlNode space = root.entries().get("space");
    if (!(space instanceof YamlNode.Mapping searched) || searched.entries().isEmpty()) {
      throw new FoveaException(
          "%s: `space` is missing or empty, so there is nothing to search; name settings of the recipe in it, %s"
              .formatted(source, EXAMPLE));
    }
    return new SearchFile(settings, new SpaceReader(recipe).read(searched));
  }

  private static YamlNode.Mapping root(String yaml, String source) {
    if (YamlTree.parseFile(yaml, source) instanceof YamlNode.Mapping root) {
      return root;
    }
    throw new FoveaException("%s: expected `method` and `space`, %s".formatted(source, EXAMPLE));
  }

  /** The settings, as {@link #difference} takes them. */
  String text() {
    return YamlText.of(settings);
  }

  /**
   * The first setting in which two searches differ, whatever the order of the space and whichever
   * version wrote them; empty where they are the same search.
   *
   * @param then the {@link #text} of one
   * @param now that of the other
   * @param source what messages call the first
   * @throws FoveaException if one isn't the text of a search
   */
  static Optional<String> difference(String then, String now, String source) {
    return difference(flat(then, source), flat(now, "the search"));
  }

  /** The first path at which two settings differ, with both values; empty if there is none. */
  static Optional<String> difference(Map<String, String> before, Map<String, String> after) {
    return Stream.concat(after.keySet().stream(), before.keySet().stream())
        .filter(path -> !Objects.equals(before.get(path), after.get(path)))
        .findFirst()
        .map(
            path ->
                "`%s` is %s, and now it is %s"
                    .formatted(
                        path,
                        before.getOrDefault(path, "missing"),
                        after.getOrDefault(path, "missing")));
  }

  private static Map<String, String> flat(String text, String source) {
    Section search = Section.root(SearchSettings.class, root(text, source));
    return FlatSettings.of(search.read(SearchSettings.class));
  }
}
