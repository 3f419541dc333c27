package fovea.data;

import fovea.FoveaException;
import fovea.download.Archive;
import fovea.download.Checksum;
import fovea.download.Download;
import fovea.download.DownloadListener;
import fovea.download.PartialDownload;
import fovea.download.RetryPolicy;
import fovea.files.FileFailure;
import fovea.files.FolderLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * CIFAR-10 under Fovea's home folder, fetched from its official page where it isn't there yet. A
 * download that is cut goes on where it was; nothing is unpacked before size and checksum are
 * right; several processes may ask at once, one of them downloads.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">Krizhevsky 2009</a>
 */
public final class Cifar10Download {
  /** As its page gives it. */
  static final Archive OFFICIAL =
      new Archive(
          URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
          170_052_171,
          new Checksum("MD5", "c32a1d4ab5d03f1284b67883e8d87530"));

  private final Path root;
  private final Path folder;
  private final PartialDownload part;
  private final Path byHand;
  private final Archive archive;
  private final RetryPolicy retries;
  private final DownloadListener listener;

  Cifar10Download(Path home, Archive archive, RetryPolicy retries, DownloadListener listener) {
    this.root = home.resolve("cifar10");
    this.folder = root.resolve(Cifar10Archive.FOLDER);
    this.part = new PartialDownload(root.resolve(archive.fileName() + ".part"));
    this.byHand = root.resolve(archive.fileName());
    this.archive = archive;
    this.retries = retries;
    this.listener = listener;
  }

  /**
   * @param home Fovea's folder, {@code ~/.fovea} unless the user chose another; made where missing
   */
  public static Cifar10Download into(Path home, DownloadListener listener) {
    return new Cifar10Download(home, OFFICIAL, RetryPolicy.STANDARD, listener);
  }

  /**
   * The folder with CIFAR-10's files, downloaded if one of them is missing.
   *
   * @throws FoveaException if they can't be had; says how to put them there by hand
   */
  public Path ensure() {
    return unless(this::isComplete);
  }

  /**
   * As {@link #ensure}, but files that are damaged are replaced as well.
   *
   * @throws FoveaException if they can't be had; says how to put them there by hand
   */
  public Path prepare() {
    return unless(this::isReadable);
  }

  /** Where its files are, or will be. */
  public Path folder() {
    return folder;
  }

  /** Whether all of its files are there; one may be damaged. */
  public boolean isComplete() {
    return Cifar10Archive.BATCHES.stream().allMatch(name -> Files.exists(folder.resolve(name)));
  }

  private boolean isReadable() {
    if (!isComplete()) {
      return false;
    }
    try {
      Cifar10.read(folder);
      return true;
    } catch (FoveaException e) {
      listener.retrying(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private Path unless(BooleanSupplier there) {
    if (there.getAsBoolean()) {
      return folder;
    }
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw FileFailure.unwritable(root, e);
    }
    try (FolderLock held = FolderLock.of(root, this::reportOther)) {
      // Whoever held the lock before may have done it all.
      if (!there.getAsBoolean()) {
        fetch();
      }
    }
    return folder;
  }

  /** Whoever holds the lock downloads into the same file. */
  private void reportOther() {
    listener.received(part.size(), archive.bytes());
  }

  private void fetch() {
    if (Files.exists(byHand)) {
      requireUndamaged(new PartialDownload(byHand));
      unpack(byHand);
      return;
    }
    try {
      new Download(archive, part, retries, listener).run();
    } catch (Download.Unavailable e) {
      throw new FoveaException(
          "%s: %s%s. Without a network, put that file at %s, or give a folder that holds %s to %s and %s as --data."
              .formatted(
                  archive.address(),
                  e.getMessage(),
                  kept(),
                  byHand,
                  Cifar10.trainBatch(1),
                  Cifar10.trainBatch(Cifar10.BATCHES),
                  Cifar10.TEST),
          e);
    }
    unpack(part.path());
    part.delete();
  }

  private String kept() {
    return part.size() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            " (%,d of %,d bytes are kept for the next time)",
            part.size(),
            archive.bytes());
  }

  /** A file that the user put there is refused rather than deleted. */
  private void requireUndamaged(PartialDownload file) {
    if (file.size() != archive.bytes()) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "%s: %,d bytes, expected %,d; replace or delete the file",
              file.path(),
              file.size(),
              archive.bytes()));
    }
    Checksum expected = archive.checksum();
    if (!expected.isOf(file.path())) {
      throw new FoveaException(
          "%s: its MD5 is %s, expected %s; replace or delete the file"
              .formatted(file.path(), expected.of(file.path()), expected.hex()));
    }
  }

  /** Nobody sees the folder before it is whole; damaged files in an old one are replaced. */
  private void unpack(Path from) {
    Path aside = root.resolve(".unpacking");
    try {
      deleteFolder(aside);
      Files.createDirectory(aside);
      try {
        Cifar10Archive.unpack(from, aside);
        moveIntoPlace(aside);
      } finally {
        deleteFolder(aside);
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  private void moveIntoPlace(Path aside) throws IOException {
    if (!Files.exists(folder)) {
      Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    for (Path file : files(aside)) {
      Files.move(
          file,
          folder.resolve(file.getFileName()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : files(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
