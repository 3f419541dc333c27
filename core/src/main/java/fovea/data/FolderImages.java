package fovea.data;

import fovea.FoveaException;
import fovea.files.Disk;
import fovea.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The images of a folder that has no classes, at any depth. */
public final class FolderImages {
  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif", "webp");

  /** What systems put into people's folders: thumbnails of images, and what was deleted. */
  private static final Set<String> SYSTEM_FOLDERS =
      Set.of(
          "$recycle.bin",
          "system volume information",
          "__macosx",
          "lost+found",
          "@eadir",
          "#recycle",
          "@recycle");

  private FolderImages() {}

  /**
   * Files that are called images, whatever they hold, and files that are images by another name:
   * those of the folder, sorted, then those of each folder in it. Hidden files and folders are
   * passed over, and a folder that links lead to twice counts once.
   *
   * @throws FoveaException if a folder can't be read
   */
  public static List<Path> in(Path folder) {
    List<Path> images = new ArrayList<>();
    collect(folder, images, new HashSet<>());
    return images;
  }

  private static void collect(Path folder, List<Path> images, Set<Path> seen) {
    List<Path> folders = new ArrayList<>();
    try {
      if (!seen.add(folder.toRealPath())) {
        return;
      }
      for (Path path : list(folder)) {
        if (Files.isDirectory(path)) {
          folders.add(path);
        } else if (EXTENSIONS.contains(extension(path)) || ImageFile.isImage(path)) {
          images.add(path);
        }
      }
    } catch (IOException e) {
      throw Disk.unreadable(folder, e);
    }
    for (Path inner : folders) {
      if (!SYSTEM_FOLDERS.contains(lowerCase(inner))) {
        collect(inner, images, seen);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> !lowerCase(path).startsWith(".")).sorted().toList();
    }
  }

  private static String extension(Path file) {
    String name = lowerCase(file);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String lowerCase(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
