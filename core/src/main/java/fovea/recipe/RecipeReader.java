package fovea.recipe;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.models.Models;
import fovea.settings.Section;
import fovea.settings.YamlNode;
import fovea.settings.YamlTree;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** YAML as a recipe, refusing what a recipe doesn't allow. */
final class RecipeReader {
  private static final long LARGEST_FILE = 1 << 20;

  private RecipeReader() {}

  /** Whether a file is one that a run was told, rather than somebody's own: a run says where. */
  static boolean isOfRun(Path file) {
    return Files.isRegularFile(file.resolveSibling("environment.json"));
  }

  static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new FoveaException(file + ": is a folder, expected a recipe in YAML");
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new FoveaException(
            String.format(
                Locale.ROOT,
                "%s: %,d bytes, a recipe has at most %,d",
                file,
                Files.size(file),
                LARGEST_FILE));
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new FoveaException(
          "%s: no such file. The built-in recipes are %s."
              .formatted(file, String.join(", ", BuiltInRecipes.NAMES)),
          e);
    } catch (CharacterCodingException e) {
      throw new FoveaException(file + ": not UTF-8 text, expected a recipe in YAML", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  /**
   * @param assumed the version of a recipe that doesn't say its own
   */
  static Recipe read(String yaml, String source, RecipeVersion assumed) {
    YamlNode node = YamlTree.parseFile(yaml, source);
    if (node instanceof YamlNode.Mapping mapping) {
      return read(mapping, assumed);
    }
    boolean empty = node instanceof YamlNode.Scalar scalar && scalar.isMissing();
    throw new FoveaException(
        "%s: is %s, expected keys with values, such as `epochs: 16`"
            .formatted(source, empty ? "empty" : node.shown()));
  }

  static Recipe read(YamlNode.Mapping yaml, RecipeVersion assumed) {
    RecipeVersion.check(yaml, assumed);
    Recipe recipe = Section.root(Recipe.class, yaml).read(Recipe.class);
    if (assumed == RecipeVersion.NEWEST
        && yaml.entries().get("model") instanceof YamlNode.Mapping model
        && model.entries().get("arguments") instanceof YamlNode.Mapping arguments) {
      check(recipe.model(), arguments);
    }
    return recipe;
  }

  /** Refuses arguments that the model doesn't take, if the catalogue has it. */
  private static void check(ModelSettings model, YamlNode.Mapping arguments) {
    if (Models.names().contains(model.name())) {
      try {
        Shape unused = Models.input(model.name(), model.arguments());
      } catch (FoveaException e) {
        String origin = e.key().map(arguments.keyOrigins()::get).orElseGet(arguments::origin);
        throw new FoveaException(origin + ": " + e.getMessage(), e);
      }
    }
  }
}
