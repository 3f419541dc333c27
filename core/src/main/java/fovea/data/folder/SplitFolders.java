package fovea.data.folder;

import fovea.FoveaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which folders are splits, and which merely lie beside them.
 *
 * @param classesIn the folder of each split that holds the classes, itself or one level below
 * @param beside without classes, of notes say
 */
record SplitFolders(Map<SplitWord, Folder> classesIn, List<Folder> beside) {

  /**
   * Finds the splits in a folder.
   *
   * @return empty if the folder holds classes itself
   * @throws FoveaException if two folders are one split, or there is one of an unknown name
   */
  static Optional<SplitFolders> in(Folder folder) {
    Map<SplitWord, Folder> named = new EnumMap<>(SplitWord.class);
    Map<SplitWord, Folder> hinted = new EnumMap<>(SplitWord.class);
    for (Folder inside : folder.folders()) {
      SplitWord.of(inside.name()).ifPresent(split -> named.putIfAbsent(split, inside));
      SplitWord.in(inside.name()).ifPresent(split -> hinted.putIfAbsent(split, inside));
    }
    Folder train = named.get(SplitWord.TRAIN);
    boolean onlySplits =
        !named.isEmpty()
            && folder.folders().stream().allMatch(f -> SplitWord.of(f.name()).isPresent());
    if (onlySplits || (train != null && !train.folders().isEmpty())) {
      return Optional.of(sorted(folder, train));
    }
    Map<SplitWord, Folder> numbered = numbered(folder);
    if (numbered.size() > 1 && numbered.size() == folder.folders().size()) {
      return Optional.of(sorted(folder, numbered.get(SplitWord.TRAIN)));
    }
    // Classes may be called night_train and crash_test: they hold no classes of one name.
    hinted.putAll(named);
    train = hinted.remove(SplitWord.TRAIN);
    if (train != null) {
      Set<String> classes = classes(train, Set.of());
      if (hinted.values().stream().anyMatch(split -> sharesOne(split, classes))) {
        return Optional.of(sorted(folder, train));
      }
    }
    refuseMisspelt(folder, named.values());
    return Optional.empty();
  }

  /** Also of images without classes, which would otherwise be two classes, train and test1. */
  private static Map<SplitWord, Folder> numbered(Folder folder) {
    Map<SplitWord, Folder> splits = new EnumMap<>(SplitWord.class);
    for (Folder inside : folder.folders()) {
      SplitWord.numbered(inside.name()).ifPresent(split -> splits.putIfAbsent(split, inside));
    }
    return splits.containsKey(SplitWord.TRAIN) ? splits : Map.of();
  }

  /**
   * The folder in which the splits lie, where those beside it hold no images: {@code images/}
   * beside {@code labels/}, as for detectors.
   */
  static Optional<Folder> insideOneOf(Folder level) {
    if (!level.images().isEmpty() || level.folders().stream().noneMatch(SplitFolders::holdsTrain)) {
      return Optional.empty();
    }
    List<Folder> withImages = level.folders().stream().filter(Folder::holdsImages).toList();
    return withImages.size() == 1
        ? Optional.of(withImages.get(0)).filter(SplitFolders::holdsTrain)
        : Optional.empty();
  }

  private static boolean holdsTrain(Folder folder) {
    return folder.folders().stream()
        .anyMatch(f -> SplitWord.of(f.name()).filter(SplitWord.TRAIN::equals).isPresent());
  }

  /** Beside {@code test/cat/}, {@code trian/cat/} is a split, not a class with folders in it. */
  private static void refuseMisspelt(Folder folder, Collection<Folder> splits) {
    for (Folder split : splits) {
      Set<String> classes = split.images().isEmpty() ? classes(split, Set.of()) : Set.of();
      for (Folder inside : folder.folders()) {
        if (SplitWord.of(inside.name()).isEmpty() && sharesOne(inside, classes)) {
          throw unknown(inside);
        }
      }
    }
  }

  private static FoveaException unknown(Folder split) {
    return new FoveaException(
        split
            + ": a split of this name isn't known, expected train, val, validation or test; rename"
            + " it, or move it out of the data");
  }

  /**
   * @param train as far as known
   */
  private static SplitFolders sorted(Folder folder, @Nullable Folder train) {
    Set<String> classes = train == null ? Set.of() : classes(train, Set.of());
    Map<SplitWord, Folder> splits = new EnumMap<>(SplitWord.class);
    List<Folder> others = new ArrayList<>();
    for (Folder inside : folder.folders()) {
      Optional<SplitWord> split =
          inside == train ? Optional.of(SplitWord.TRAIN) : SplitWord.of(inside.name());
      if (split.isEmpty() && sharesOne(inside, classes)) {
        split = SplitWord.in(inside.name());
        if (split.isEmpty()) {
          throw unknown(inside);
        }
      }
      if (split.isEmpty()) {
        others.add(inside);
        continue;
      }
      Folder other = splits.put(split.get(), inside);
      if (other != null) {
        throw new FoveaException(
            "%s: both %s/ and %s/, expected one of them; put their images together, or move one"
                    .formatted(folder, other.name(), inside.name())
                + " out of the data");
      }
    }
    splits.replaceAll((split, inside) -> classLevel(inside, inside == train ? Set.of() : classes));
    return new SplitFolders(splits, List.copyOf(others));
  }

  private static boolean sharesOne(Folder split, Set<String> classes) {
    Set<String> shared = new HashSet<>(classes(split, classes));
    shared.retainAll(classes);
    return !shared.isEmpty();
  }

  /** Their names, composed. */
  private static Set<String> classes(Folder split, Set<String> known) {
    return classLevel(split, known).folders().stream()
        .map(folder -> ClassName.composed(folder.name()))
        .collect(Collectors.toSet());
  }

  /** A split may hold one class alone, whose images lie in folders: that is no needless level. */
  private static Folder classLevel(Folder split, Set<String> known) {
    Folder folder = split;
    while (folder.isNeedless()
        && !known.contains(ClassName.composed(folder.folders().get(0).name()))) {
      folder = folder.folders().get(0);
    }
    return folder;
  }
}
