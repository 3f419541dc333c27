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

  /** The recipe with lasting names of the weights and the groups that it has files of. */
  static Recipe ofFiles(Recipe recipe) {
    Recipe started = recipe.startsFrom().map(from -> recipe.startingFrom(of(from))).orElse(recipe);
    String groups = started.imageGroups();
    return started.usesGroups() && !groups.equals(ImageGroups.FOLDERS)
        ? started.with("imageGroups='%s'".formatted(of(groups).replace("'", "''")))
        : started;
  }
}
