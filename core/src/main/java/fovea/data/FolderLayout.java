package fovea.data;

import fovea.FoveaException;
import fovea.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which images of a folder belong to which split and class; nothing is decoded yet.
 *
 * @param classes names, sorted
 * @param train images class by class, by file name in each
 * @param validation empty where there is no such folder
 * @param test empty where there is no such folder
 */
record FolderLayout(
    List<String> classes, List<Labelled> train, List<Labelled> validation, List<Labelled> test) {

  /** An image file and the number of its class. */
  record Labelled(Path file, int label) {}

  private static final Set<String> VALIDATION = Set.of("val", "validation");
  private static final Set<String> SPLITS = Set.of("train", "val", "validation", "test");
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff", "pbm", "pgm", "ppm", "pnm");
  private static final String EXPECTED =
      "expected a folder for each class (cat/, dog/, ...) with its images in it, or train/ with such"
          + " folders, and the same in val/ and test/ if you have them";

  /**
   * Looks through a folder.
   *
   * @throws FoveaException if its folders and files are laid out otherwise
   */
  static FolderLayout of(Path folder) {
    if (!Files.isDirectory(folder)) {
      String found = Files.exists(folder) ? "a file" : "no such folder";
      throw new FoveaException(folder + ": " + found + ", " + EXPECTED);
    }
    Map<String, Path> folders = foldersIn(folder);
    if (!hasSplits(folder, folders)) {
      List<String> classes = classes(folder, folders);
      return new FolderLayout(classes, labelled(folders, classes), List.of(), List.of());
    }
    Path train = folder.resolve("train");
    Map<String, Path> trainFolders = foldersIn(train);
    List<String> classes = classes(train, trainFolders);
    refuseUnknownSplits(folders, classes);
    if (folders.keySet().containsAll(VALIDATION)) {
      throw new FoveaException(
          folder + ": both val/ and validation/, expected one of them; put their images together");
    }
    Path validation = folders.getOrDefault("val", folders.get("validation"));
    return new FolderLayout(
        classes,
        labelled(trainFolders, classes),
        split(validation, classes),
        split(folders.get("test"), classes));
  }

  int images() {
    return train.size() + validation.size() + test.size();
  }

  /** A class may well be called train, and hold images rather than folders. */
  private static boolean hasSplits(Path folder, Map<String, Path> folders) {
    boolean onlySplits = !folders.isEmpty() && SPLITS.containsAll(folders.keySet());
    Path train = folders.get("train");
    if (train == null && onlySplits) {
      throw new FoveaException(
          "%s: %s/ without train/, %s"
              .formatted(folder, String.join("/ and ", folders.keySet()), EXPECTED));
    }
    return train != null && (onlySplits || !foldersIn(train).isEmpty());
  }

  private static List<String> classes(Path folder, Map<String, Path> folders) {
    if (folders.isEmpty()) {
      String found =
          imagesIn(folder).isEmpty() ? "no class folders in it" : "images lie directly in it";
      throw new FoveaException(folder + ": " + found + ", " + EXPECTED);
    }
    if (folders.size() == 1) {
      throw new FoveaException(
          "%s: one class (%s), at least two are needed to tell apart; %s"
              .formatted(folder, folders.keySet().iterator().next(), EXPECTED));
    }
    return List.copyOf(folders.keySet());
  }

  /** A folder with classes in it is a split by another name; others, of notes say, are let be. */
  private static void refuseUnknownSplits(Map<String, Path> folders, List<String> classes) {
    folders.forEach(
        (name, path) -> {
          if (!SPLITS.contains(name)
              && foldersIn(path).keySet().stream().anyMatch(classes::contains)) {
            throw new FoveaException(
                path
                    + ": a split of this name isn't known, expected train, val, validation or test");
          }
        });
  }

  private static List<Labelled> split(@Nullable Path folder, List<String> classes) {
    if (folder == null) {
      return List.of();
    }
    Map<String, Path> folders = foldersIn(folder);
    if (folders.isEmpty()) {
      throw new FoveaException(folder + ": no class folders in it, " + EXPECTED);
    }
    Set<String> unknown = new TreeSet<>(folders.keySet());
    classes.forEach(unknown::remove);
    for (String name : unknown) {
      throw new FoveaException(
          "%s: the class `%s` has no folder in train, expected only those of %s"
              .formatted(folders.get(name), name, shortened(classes)));
    }
    return labelled(folders, classes);
  }

  private static List<Labelled> labelled(Map<String, Path> folders, List<String> classes) {
    List<Labelled> all = new ArrayList<>();
    folders.forEach(
        (name, path) -> {
          List<Path> images = imagesIn(path);
          if (images.isEmpty()) {
            throw new FoveaException(
                path + ": no images in this class folder; add some or delete the folder");
          }
          int label = classes.indexOf(name);
          images.forEach(file -> all.add(new Labelled(file, label)));
        });
    return List.copyOf(all);
  }

  private static String shortened(List<String> names) {
    return names.size() <= 10
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 10)) + ", ... (" + names.size() + " classes)";
  }

  private static Map<String, Path> foldersIn(Path folder) {
    Map<String, Path> folders = new TreeMap<>();
    for (Path path : list(folder)) {
      if (Files.isDirectory(path) && !path.endsWith("__MACOSX")) {
        folders.put(path.getFileName().toString(), path);
      }
    }
    return folders;
  }

  /**
   * Files that are called images, whatever they hold, and files that are images by another name.
   */
  private static List<Path> imagesIn(Path folder) {
    return list(folder).stream()
        .filter(path -> !Files.isDirectory(path))
        .filter(path -> EXTENSIONS.contains(extension(path)) || ImageFile.isImage(path))
        .toList();
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** What isn't hidden, sorted by name. */
  private static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new FoveaException(folder + ": can't be listed (" + e.getMessage() + ")", e);
    }
  }
}
