package fovea.data;

import fovea.FoveaException;
import fovea.download.PartialDownload;
import fovea.files.FileFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks CIFAR-10's {@code .tar.gz}: the files that are known by name, and nothing else. */
final class Cifar10Archive {
  static final String FOLDER = "cifar-10-batches-bin";

  /** Without these there is no CIFAR-10. */
  static final List<String> BATCHES =
      Stream.concat(
              IntStream.rangeClosed(1, Cifar10.BATCHES).mapToObj(Cifar10::trainBatch),
              Stream.of(Cifar10.TEST))
          .toList();

  private static final Set<String> KNOWN =
      Stream.concat(BATCHES.stream(), Stream.of(Cifar10.NAMES, "readme.html"))
          .map(name -> FOLDER + "/" + name)
          .collect(Collectors.toUnmodifiableSet());

  /** Twice a batch and more; and there are 9 entries. */
  private static final long MOST_BYTES = 64L << 20;

  private static final int MOST_ENTRIES = 100;

  private Cifar10Archive() {}

  /**
   * Writes the known files into a folder that is there, each by its own name.
   *
   * @throws FoveaException if the archive is damaged, lacks a batch, or holds what an honest one
   *     doesn't: links, paths that lead elsewhere, files too large or too many
   */
  static void unpack(Path archive, Path folder) {
    Set<String> found = new HashSet<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(
                new BufferedInputStream(Files.newInputStream(archive), 1 << 16)))) {
      int entries = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        requireHonest(archive, entry, ++entries);
        if (KNOWN.contains(entry.getName())) {
          String name = entry.getName().substring(FOLDER.length() + 1);
          write(tar, folder.resolve(name));
          found.add(name);
        }
      }
    } catch (IOException e) {
      throw FileFailure.unreadable(archive, e);
    }
    for (String batch : BATCHES) {
      if (!found.contains(batch)) {
        throw new FoveaException(archive + ": there is no " + batch + " in it");
      }
    }
  }

  private static void requireHonest(Path archive, TarArchiveEntry entry, int number) {
    String name = entry.getName();
    byte kind = entry.getLinkFlag();
    boolean plain =
        kind == TarConstants.LF_NORMAL
            || kind == TarConstants.LF_OLDNORM
            || kind == TarConstants.LF_DIR;
    String wrong = null;
    if (number > MOST_ENTRIES) {
      wrong = "is one file too many";
    } else if (name.startsWith("/")
        || name.contains("\\")
        || name.contains(":")
        || List.of(name.split("/")).contains("..")) {
      wrong = "leads out of the folder";
    } else if (!plain || entry.isSparse()) {
      wrong = "is a link or no plain file";
    } else if (entry.getSize() > MOST_BYTES) {
      wrong = String.format(Locale.ROOT, "has %,d bytes", entry.getSize());
    }
    if (wrong != null) {
      throw new FoveaException(
          "%s: the entry `%s` %s; nothing was unpacked".formatted(archive, name, wrong));
    }
  }

  private static void write(InputStream from, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (PartialDownload.Appender to = new PartialDownload(file).appending(0)) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(ByteBuffer.wrap(buffer, 0, n));
      }
      to.force();
    }
  }
}
