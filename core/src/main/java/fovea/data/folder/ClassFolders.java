package fovea.data.folder;

import fovea.FoveaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The folders of classes, side by side. */
final class ClassFolders {
  private static final int EXTENSIONS_SHOWN = 4;

  private ClassFolders() {}

  /**
   * The class folders in a folder.
   *
   * @return by their composed names, sorted
   * @throws FoveaException if there are none, two are one class, or the splits lie below them
   */
  static Map<String, Folder> in(Folder level) {
    Map<String, Folder> classes = new TreeMap<>();
    for (Folder folder : level.folders()) {
      Folder other = classes.putIfAbsent(ClassName.composed(folder.name()), folder);
      if (other != null) {
        throw new FoveaException(
            "%s: two folders of one class, %s; put their images together, or rename one"
                .formatted(level, Difference.of(other.name(), folder.name())));
      }
      refuseSplits(folder);
    }
    if (classes.isEmpty()) {
      throw new FoveaException(
          "%s: %s, %s".formatted(level, foundIn(level), FolderLayout.EXPECTED));
    }
    return classes;
  }

  /** Train and test images would silently become one. */
  private static void refuseSplits(Folder folder) {
    Set<SplitWord> splits = EnumSet.noneOf(SplitWord.class);
    folder.folders().forEach(inside -> SplitWord.of(inside.name()).ifPresent(splits::add));
    if (splits.size() > 1 && splits.contains(SplitWord.TRAIN)) {
      throw new FoveaException(
          "%s: splits in the folder of a class, expected the classes in those of the splits, such as"
                  .formatted(folder)
              + " train/%s/; if it is a data set of its own, name it as the data"
                  .formatted(folder.name()));
    }
  }

  private static String foundIn(Folder level) {
    if (!level.images().isEmpty()) {
      return "images lie directly in it";
    }
    List<LeftOut> leftOut = new ArrayList<>();
    level.addLeftOut(leftOut);
    boolean runs =
        leftOut.stream()
            .anyMatch(
                out -> out.reason() == LeftOut.Reason.RUN || out.reason() == LeftOut.Reason.RUNS);
    return runs
        ? "nothing but runs in it"
        : level.others().isEmpty() ? "no class folders in it" : noImages(level.others());
  }

  /**
   * All images of a class, folder by folder.
   *
   * @param leftOut hears of what isn't
   * @throws FoveaException if there are none
   */
  static List<FolderFiles> images(Folder folder, List<LeftOut> leftOut) {
    List<LeftOut> others = new ArrayList<>();
    List<FolderFiles> images = folder.allImages(others);
    if (images.isEmpty()) {
      List<Path> files =
          others.stream()
              .filter(out -> out.reason() == LeftOut.Reason.NO_IMAGE)
              .map(LeftOut::path)
              .toList();
      throw new FoveaException(
          "%s: %s; add images to it, or move it out of the data"
              .formatted(folder, files.isEmpty() ? "no files in it" : noImages(files)));
    }
    leftOut.addAll(others);
    return images;
  }

  /** {@code 12 files, none of which is an image (.xml, .txt)}: the most frequent kinds first. */
  private static String noImages(List<Path> files) {
    Map<String, Long> kinds =
        files.stream()
            .map(ClassFolders::kind)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    String shown =
        kinds.keySet().stream()
            .sorted(
                Comparator.comparing((String kind) -> -kinds.getOrDefault(kind, 0L))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(EXTENSIONS_SHOWN)
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s of an image format that is known here (%s%s)",
        files.size() == 1 ? "1 file, which isn't" : "%,d files, none".formatted(files.size()),
        shown,
        kinds.size() > EXTENSIONS_SHOWN ? ", ..." : "");
  }

  private static String kind(Path file) {
    String extension = Folder.extension(file.getFileName().toString());
    return extension.isEmpty() ? "no extension" : "." + extension;
  }
}
