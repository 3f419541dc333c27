package fovea.cli;

import fovea.data.ImageGroups;
import fovea.files.GivenPath;
import fovea.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names by which files are found again from wherever a recipe is read. */
final class LastingPath {
  private LastingPath() {}

  /** The whole path of a file that is there; what is no file stays as it is. */
  static String of(String file) {
    Path path = GivenPath.of(file);
    return Files.exists(path) ? path.toAbsolutePath().normalize().toString() : file;
  }

  /** The recipe with a lasting name of the file that its images are grouped by, if they are. */
  static Recipe ofGroups(Recipe recipe) {
    return recipe.usesGroups() && !recipe.imageGroups().equals(ImageGroups.FOLDERS)
        ? recipe.with("imageGroups='%s'".formatted(of(recipe.imageGroups()).replace("'", "''")))
        : recipe;
  }
}
