package fovea.cli;

import fovea.FoveaException;
import fovea.files.FileName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where results go: found out before the work rather than after it. */
final class WritableFile {
  private WritableFile() {}

  /**
   * What is wrong with the name of a picture, or null.
   *
   * @param option that names it
   */
  static @Nullable String noPicture(@Nullable Path file, String option) {
    return file == null || FileName.ofPath(file).toLowerCase(Locale.ROOT).endsWith(".png")
        ? null
        : "%s is %s, expected a name that ends in .png".formatted(option, FileName.ofPath(file));
  }

  /**
   * @param what goes there, as it stands after "a file for"
   * @throws FoveaException if nothing can be written there
   */
  static void require(@Nullable Path file, String what) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new FoveaException(
          FileName.ofPath(file) + ": can't be written, its folder doesn't exist");
    }
    if (Files.isDirectory(file)) {
      throw new FoveaException(
          FileName.ofPath(file) + ": a folder, expected the name of a file for " + what);
    }
  }
}
