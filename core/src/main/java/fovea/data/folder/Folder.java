package fovea.data.folder;

import fovea.FoveaException;
import fovea.data.folder.LeftOut.Reason;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.image.ImageFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the data and what counts in it, looked at when it is first asked. Hidden files and
 * what systems put into every folder are as good as not there.
 */
final class Folder {
  private static final Set<String> EXTENSIONS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "gif", "webp", "tif", "tiff", "pbm", "pgm",
          "ppm", "pnm", "pam", "heic", "heif", "avif");

  private final Path path;

  /** Without links, so that those that lead in a circle are told. */
  private final Path real;

  private final @Nullable Folder parent;

  /**
   * Of all folders that were reached, by whatever links: whether they hold runs and nothing else.
   */
  private final Map<Path, Boolean> runsOnly;

  /** Is told of folders within the first that can't be read. */
  private final Consumer<FoveaException> unreadable;

  private @Nullable Listed listed;
  private @Nullable Content content;
  private @Nullable Sorted files;

  /** What is worth a word, sorted by name. */
  private record Listed(List<Path> folders, FolderFiles files) {}

  private record Content(List<Folder> folders, FolderFiles files, List<LeftOut> passedOver) {}

  private record Sorted(FolderFiles images, FolderFiles others) {}

  private Folder(
      Path path,
      Path real,
      @Nullable Folder parent,
      Map<Path, Boolean> runsOnly,
      Consumer<FoveaException> unreadable) {
    this.path = path;
    this.real = real;
    this.parent = parent;
    this.runsOnly = runsOnly;
    this.unreadable = unreadable;
  }

  /** Every folder within it has to be readable. */
  static Folder of(Path path) {
    return tolerant(
        path,
        problem -> {
          throw problem;
        });
  }

  /**
   * @param unreadable is told of folders within it that can't be read, which then count as empty;
   *     by whatever thread
   */
  static Folder tolerant(Path path, Consumer<FoveaException> unreadable) {
    return new Folder(path, real(path), null, new HashMap<>(), unreadable);
  }

  private Folder child(Path path) {
    Path itself = Files.isSymbolicLink(path) ? real(path) : real.resolve(path.getFileName());
    return new Folder(path, itself, this, runsOnly, unreadable);
  }

  Path path() {
    return path;
  }

  /** Its path, as a message shows it. */
  @Override
  public String toString() {
    return FileName.ofPath(path);
  }

  /** The folder that it was found in; null for the one that was asked for. */
  @Nullable Folder parent() {
    return parent;
  }

  /** As a class is called. */
  String name() {
    return ClassName.of(path);
  }

  /** The folders in it, sorted. */
  List<Folder> folders() {
    return content().folders;
  }

  /**
   * The files in it, sorted, that are called images, whatever they hold, or are images by another
   * name.
   */
  List<Path> images() {
    return files().images;
  }

  /** The other files in it. */
  List<Path> others() {
    return files().others;
  }

  /**
   * Whether it holds nothing but one folder, which has no images in it but folders: a level that
   * says nothing, such as archives are unpacked into.
   */
  boolean isNeedless() {
    if (folders().size() != 1) {
      return false;
    }
    Folder only = folders().get(0);
    return !only.folders().isEmpty() && images().isEmpty() && only.images().isEmpty();
  }

  /** Its images and those of each folder below it; what isn't goes to {@code leftOut}. */
  List<FolderFiles> allImages(List<LeftOut> leftOut) {
    List<FolderFiles> images = new ArrayList<>();
    collect(images, leftOut, new HashSet<>());
    return images;
  }

  /** Whether there are images in it, or in a folder below it. */
  boolean holdsImages() {
    return !allImages(new ArrayList<>()).isEmpty();
  }

  /** Each folder once, by whatever links it is reached. */
  private void collect(List<FolderFiles> all, List<LeftOut> leftOut, Set<Path> seen) {
    if (!seen.add(real)) {
      return;
    }
    if (!images().isEmpty()) {
      all.add(files().images);
    }
    addLeftOut(leftOut);
    folders().forEach(folder -> folder.collect(all, leftOut, seen));
  }

  /** What of this folder itself is left out whatever it is for. */
  void addLeftOut(List<LeftOut> leftOut) {
    leftOut.addAll(content().passedOver);
    others().forEach(file -> leftOut.add(new LeftOut(file, Reason.NO_IMAGE)));
  }

  /** Whether Fovea wrote a run into it. */
  boolean isRun() {
    return Clutter.isRun(path);
  }

  /** Whether there are runs in it, or in all of its folders, and nothing else that counts. */
  private boolean holdsOnlyRuns() {
    Boolean known = runsOnly.putIfAbsent(real, false);
    if (known != null) {
      return known;
    }
    boolean holds =
        content().passedOver.stream()
                .anyMatch(out -> out.reason() == Reason.RUN || out.reason() == Reason.RUNS)
            && folders().isEmpty()
            && images().isEmpty();
    runsOnly.put(real, holds);
    return holds;
  }

  private Content content() {
    if (content == null) {
      content = look();
    }
    return content;
  }

  private Sorted files() {
    if (files == null) {
      FolderFiles all = content().files;
      BitSet images = new BitSet(all.size());
      for (int i = 0; i < all.size(); i++) {
        images.set(i, EXTENSIONS.contains(extension(all.name(i))) || ImageFile.isImage(all.get(i)));
      }
      BitSet others = new BitSet(all.size());
      others.set(0, all.size());
      others.andNot(images);
      files =
          new Sorted(all.select(images.stream().toArray()), all.select(others.stream().toArray()));
    }
    return files;
  }

  private Content look() {
    List<LeftOut> passedOver = new ArrayList<>();
    List<Folder> inside = new ArrayList<>();
    Listed all = listed();
    for (Path found : all.folders) {
      Folder folder = child(found);
      if (Clutter.isSystemFolder(found)) {
        passedOver.add(new LeftOut(found, Reason.SYSTEM));
      } else if (leadsInto(folder.real)) {
        passedOver.add(new LeftOut(found, Reason.LOOP));
      } else {
        inside.add(folder);
      }
    }
    inside.parallelStream().forEach(Folder::listed); // there may be a million files in them
    List<Folder> folders = new ArrayList<>();
    for (Folder folder : inside) {
      if (folder.isRun()) {
        passedOver.add(new LeftOut(folder.path, Reason.RUN));
      } else if (folder.holdsOnlyRuns()) {
        passedOver.add(new LeftOut(folder.path, Reason.RUNS));
      } else {
        folders.add(folder);
      }
    }
    passedOver.sort(Comparator.comparing(LeftOut::path));
    return new Content(List.copyOf(folders), all.files, List.copyOf(passedOver));
  }

  /** Whether this folder, or one through which it was reached, is {@code target} or lies in it. */
  private boolean leadsInto(Path target) {
    return real.startsWith(target) || (parent != null && parent.leadsInto(target));
  }

  private synchronized Listed listed() {
    if (listed == null) {
      listed = parent == null ? list() : listOrTell();
    }
    return listed;
  }

  private Listed listOrTell() {
    try {
      return list();
    } catch (FoveaException e) {
      unreadable.accept(e);
      return new Listed(List.of(), new FolderFiles.Listing(path).sorted());
    }
  }

  private Listed list() {
    List<Path> folders = new ArrayList<>();
    FolderFiles.Listing files = new FolderFiles.Listing(path);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path found : all) {
        String name = found.getFileName().toString();
        if (Clutter.isUnmentioned(name)) {
          continue;
        }
        BasicFileAttributes attributes = attributes(found);
        if (attributes != null && attributes.isDirectory()) {
          folders.add(found);
        } else {
          files.add(found, name, attributes);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw FileFailure.unreadable(path, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw FileFailure.unreadable(path, e);
    }
    Collections.sort(folders);
    return new Listed(folders, files.sorted());
  }

  /** Of what a link leads to; null where that isn't there, or may not be looked at. */
  private static @Nullable BasicFileAttributes attributes(Path found) {
    try {
      return Files.readAttributes(found, BasicFileAttributes.class);
    } catch (IOException e) {
      return null;
    }
  }

  /** In lower case, without the dot; empty where there is none. */
  static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw FileFailure.unreadable(path, e);
    }
  }
}
