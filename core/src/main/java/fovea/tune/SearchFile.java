package fovea.tune;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.recipe.Recipe;
import fovea.settings.Section;
import fovea.settings.YamlNode;
import fovea.settings.YamlText;
import fovea.settings.YamlTree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
    if (!(YamlTree.parseFile(yaml, source) instanceof YamlNode.Mapping root)) {
      throw new FoveaException("%s: expected `method` and `space`, %s".formatted(source, EXAMPLE));
    }
    SearchSettings settings = Section.root(SearchSettings.class, root).read(SearchSettings.class);
    YamlNode space = root.entries().get("space");
    if (!(space instanceof YamlNode.Mapping searched) || searched.entries().isEmpty()) {
      throw new FoveaException(
          "%s: `space` is missing or empty, so there is nothing to search; name settings of the recipe in it, %s"
              .formatted(source, EXAMPLE));
    }
    return new SearchFile(settings, new SpaceReader(recipe).read(searched));
  }

  /** The same search is the same text. */
  public String text() {
    return YamlText.of(settings);
  }
}
