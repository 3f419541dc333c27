package fovea.data.folder;

import fovea.FoveaException;
import fovea.data.folder.LeftOut.Reason;
import fovea.files.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which images of a folder belong to which split and class; nothing is decoded yet.
 *
 * @param folder that was looked through
 * @param classes of all splits, sorted by name, each as the first split that has it writes it
 * @param splits the images of each split that there is, class by class; {@link SplitWord#TRAIN}
 *     alone if the folder holds classes rather than splits
 * @param leftOut what is no part of the data
 */
public record FolderLayout(
    Path folder,
    List<String> classes,
    Map<SplitWord, LabelledFiles> splits,
    List<LeftOut> leftOut) {

  /**
   * An image file and the number of its class.
   *
   * @param classFolder the class's in this split; the file may lie deeper
   */
  public record Labelled(Path file, Path classFolder, int label) {}

  static final String EXPECTED =
      "expected a folder for each class (cat/, dog/, ...) with its images in it, or train/ with such"
          + " folders, and the same in val/ and test/ if you have them";

  /**
   * Looks through a folder. There may be a single class, no training split, or classes that
   * training lacks: enough to judge a model on.
   *
   * @throws FoveaException if its folders and files are laid out otherwise
   */
  public static FolderLayout of(Path folder) {
    if (!Files.isDirectory(folder)) {
      String found = Files.exists(folder) ? "a file" : "no such folder";
      throw new FoveaException(folder + ": " + found + ", " + EXPECTED);
    }
    Folder top = Folder.of(folder);
    if (top.isRun()) {
      throw new FoveaException(folder + ": the folder of a run, " + EXPECTED);
    }
    Folder level = top;
    Optional<SplitFolders> splits = SplitFolders.in(level);
    List<LeftOut> leftOut = new ArrayList<>();
    while (splits.isEmpty()) {
      Optional<Folder> inside =
          level.isNeedless()
              ? Optional.of(level.folders().get(0))
              : SplitFolders.insideOneOf(level);
      if (inside.isEmpty()) {
        break;
      }
      level.folders().stream()
          .filter(f -> f != inside.get())
          .forEach(f -> leftOut.add(besideSplits(f)));
      level = inside.get();
      splits = SplitFolders.in(level);
    }
    splits.ifPresent(found -> found.beside().forEach(f -> leftOut.add(besideSplits(f))));
    Map<SplitWord, Folder> levels =
        splits.map(SplitFolders::classesIn).orElse(Map.of(SplitWord.TRAIN, level));
    return of(folder, levels, leftOut);
  }

  private static LeftOut besideSplits(Folder folder) {
    return new LeftOut(folder.path(), Reason.BESIDE_SPLITS);
  }

  private static FolderLayout of(
      Path folder, Map<SplitWord, Folder> levels, List<LeftOut> leftOut) {
    Map<SplitWord, Map<String, Folder>> folders = new EnumMap<>(SplitWord.class);
    Map<String, String> names = new HashMap<>();
    Set<Folder> above = new HashSet<>();
    for (Map.Entry<SplitWord, Folder> level : new EnumMap<>(levels).entrySet()) {
      Map<String, Folder> classes = ClassFolders.in(level.getValue());
      folders.put(level.getKey(), classes);
      classes.forEach((name, inside) -> names.putIfAbsent(name, inside.name()));
      for (Folder f = level.getValue(); f != null; f = f.parent()) {
        above.add(f);
      }
    }
    for (Folder f : above) {
      f.addLeftOut(leftOut);
      f.images().forEach(image -> leftOut.add(new LeftOut(image, Reason.OUTSIDE_CLASSES)));
    }
    List<String> classes = names.values().stream().sorted().toList();
    Map<SplitWord, LabelledFiles> images = new EnumMap<>(SplitWord.class);
    folders.forEach(
        (split, inside) -> {
          List<LabelledFiles.InFolder> labelled = new ArrayList<>();
          inside.forEach(
              (name, f) -> {
                int label = classes.indexOf(names.get(name));
                for (FolderFiles files : ClassFolders.images(f, leftOut)) {
                  labelled.add(new LabelledFiles.InFolder(files, f.path(), label));
                }
              });
          images.put(split, new LabelledFiles(labelled));
        });
    leftOut.sort(Comparator.comparing(LeftOut::path));
    return new FolderLayout(folder, classes, images, List.copyOf(leftOut));
  }

  /** The images of a split; none where there is no such folder. */
  public LabelledFiles images(SplitWord split) {
    return splits.getOrDefault(split, new LabelledFiles(List.of()));
  }

  /** How many images there are in all. */
  public int size() {
    return splits.values().stream().mapToInt(List::size).reduce(0, Math::addExact);
  }

  /** SHA-256 over the images' splits, classes, names, sizes and times, in hex. */
  public String fingerprint() {
    MessageDigest sha = Sha256.fresh();
    Sha256.add(sha, String.join("\n", classes));
    splits.forEach(
        (split, images) -> {
          Sha256.add(sha, "\n\n" + split);
          images.addTo(sha, folder);
        });
    return HexFormat.of().formatHex(sha.digest());
  }

  /**
   * Refuses what can't be trained on.
   *
   * @throws FoveaException if there is no training split, it has a single class, another split has
   *     classes that it lacks, or a class has a single image where some have to be held out
   */
  public void requireTrainable() {
    LabelledFiles train = splits.get(SplitWord.TRAIN);
    if (train == null) {
      throw new FoveaException(
          "%s: folders for %s, but none for training (train/); %s"
              .formatted(
                  folder,
                  splits.keySet().stream()
                      .map(SplitWord::toString)
                      .collect(Collectors.joining(" and ")),
                  EXPECTED));
    }
    Set<Integer> known =
        train.folders().stream().map(LabelledFiles.InFolder::label).collect(Collectors.toSet());
    splits.values().stream()
        .flatMap(images -> images.folders().stream())
        .filter(inside -> !known.contains(inside.label()))
        .findFirst()
        .ifPresent(
            inside -> {
              String name = classes.get(inside.label());
              throw new FoveaException(
                  "%s: the class `%s` has no folder in train, expected only those of %s"
                      .formatted(
                          inside.classFolder(),
                          name,
                          shortened(known.stream().sorted().map(classes::get).toList())));
            });
    if (known.size() == 1) {
      throw new FoveaException(
          "%s: one class (%s), at least two are needed to tell apart; %s"
              .formatted(folder, classes.get(0), EXPECTED));
    }
    if (images(SplitWord.TEST).isEmpty()) {
      requireTwoOfEach(train);
    }
  }

  private void requireTwoOfEach(LabelledFiles train) {
    Map<Integer, Integer> counts = new HashMap<>();
    train.folders().forEach(f -> counts.merge(f.label(), f.files().size(), Integer::sum));
    train.folders().stream()
        .filter(f -> counts.getOrDefault(f.label(), 0) == 1)
        .findFirst()
        .ifPresent(
            f -> {
              throw new FoveaException(
                  "%s: one image in this class, expected at least two, one to learn from and one to test with; add images, or move the folder out of the data"
                      .formatted(f.classFolder()));
            });
  }

  private static String shortened(List<String> names) {
    return names.size() <= 10
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 10)) + ", ... (" + names.size() + " classes)";
  }
}
