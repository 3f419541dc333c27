package fovea.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Training images, and a recipe for them: that of {@code fovea train} unless one is named. */
final class DataAndRecipeOptions {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "cifar10, shapes, or a folder of images for each class.")
  private String data = "";

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE.yaml",
      description =
          "A built-in recipe or a file (default: photos for class folders of images larger than"
              + " 64 pixels, else article, as train has it).")
  private @Nullable String recipe;

  /** The data as the user calls them. */
  String data() {
    return data;
  }

  /**
   * The recipe's name or file.
   *
   * @param from weights that it starts from, if any
   */
  String recipe(@Nullable String from) {
    return UsualRecipe.unlessNamed(recipe, from, data).name();
  }
}
