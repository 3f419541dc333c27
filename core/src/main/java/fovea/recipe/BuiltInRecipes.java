package fovea.recipe;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.files.GivenPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** The catalogue: a new recipe is one file in {@code fovea/recipes} and one name here. */
final class BuiltInRecipes {
  static final List<String> NAMES =
      List.of(
          "article",
          "demo",
          "sprint",
          "speedrun",
          "marathon",
          "resnet18",
          "photos",
          "finetune",
          "harden",
          "protonet");

  private BuiltInRecipes() {}

  static String yaml(String name) {
    if (!NAMES.contains(name)) {
      throw new FoveaException(
          "there is no recipe `%s`.%s Built in are %s; the name of a file ends in .yaml."
              .formatted(name, Spelling.didYouMean(name, NAMES), String.join(", ", NAMES)));
    }
    String resource = "/fovea/recipes/" + name + ".yaml";
    try (InputStream in = BuiltInRecipes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isFile(String nameOrFile) {
    return !NAMES.contains(nameOrFile)
        && (nameOrFile.matches("(?s).*(\\.ya?ml|[/\\\\].*)")
            || Files.exists(GivenPath.of(nameOrFile)));
  }
}
