package fovea.data.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells what lies among people's images without being any. */
final class Clutter {
  /** Of Windows, of macOS, of Linux, and of storage boxes by Synology and QNAP. */
  private static final Set<String> SYSTEM_FOLDERS =
      Set.of(
          "$recycle.bin",
          "recycler",
          "system volume information",
          "__macosx",
          "lost+found",
          "@eadir",
          "#recycle",
          "@recycle",
          "@recently-snapshot");

  private static final Set<String> SYSTEM_FILES =
      Set.of("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r");

  /** What stands beside recipe.yaml in the folder of a run, by how far it came. */
  private static final List<String> RUN_FILES =
      List.of("environment.json", "checkpoint/model.safetensors", "model.safetensors");

  private Clutter() {}

  /** Hidden files and folders, and files that systems put into every folder. */
  static boolean isUnmentioned(String name) {
    return name.startsWith(".") || SYSTEM_FILES.contains(name.toLowerCase(Locale.ROOT));
  }

  static boolean isSystemFolder(Path folder) {
    return SYSTEM_FOLDERS.contains(name(folder));
  }

  /** Whether Fovea wrote a run into a folder. */
  static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve("recipe.yaml"))
        && RUN_FILES.stream().map(folder::resolve).anyMatch(Files::isRegularFile);
  }

  private static String name(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
