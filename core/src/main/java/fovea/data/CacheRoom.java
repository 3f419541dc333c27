package fovea.data;

import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Keeps the folder of all caches within its limit and the disk's. */
final class CacheRoom {
  private static final String ENVIRONMENT = "FOVEA_CACHE_GB";
  private static final double STANDARD_GIGABYTES = 100;

  private final Path folder;
  private final OptionalLong limit;

  CacheRoom(Path folder, OptionalLong limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Makes room, if there isn't enough, by removing caches that no process uses, beginning with the
   * one that hasn't been used for longest.
   *
   * @param older first of all, caches whose names begin so: of the same folder as it was before
   * @param data what the room is for
   * @throws FoveaException if that isn't enough
   */
  void make(long bytes, String older, Path data) {
    List<Path> caches = list(older);
    long used = caches.stream().mapToLong(CacheRoom::size).sum();
    long free = free();
    long most = most(used, free);
    for (Path cache : caches) {
      boolean stale = cache.getFileName().toString().startsWith(older);
      if (!stale && used + bytes <= most && bytes <= free) {
        break;
      }
      long size = size(cache);
      if (CacheUse.ifUnused(cache, () -> delete(cache))) {
        used -= size;
        free += size;
      }
    }
    if (used + bytes > most || bytes > free) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "%s: the decoded images of %s take %.1f GB, more than there is room for (%.1f GB free"
                  + " on the disk, of %.1f GB for caches %.1f GB in use); make room, choose a folder"
                  + " on another disk by FOVEA_HOME, allow more by %s, or give Java more memory by"
                  + " -Xmx",
              folder,
              data,
              bytes / 1e9,
              free / 1e9,
              most / 1e9,
              used / 1e9,
              ENVIRONMENT));
    }
  }

  /** At most half of what the disk has left for caches, so that it is never filled by them. */
  private long most(long used, long free) {
    return limit.isPresent()
        ? limit.getAsLong()
        : (long) Math.min(gigabytes() * 1e9, (used + free) * 0.5);
  }

  private static double gigabytes() {
    String chosen =
        System.getProperty("fovea.cacheGigabytes", System.getenv().getOrDefault(ENVIRONMENT, ""));
    try {
      return chosen.isBlank() ? STANDARD_GIGABYTES : Math.max(0, Double.parseDouble(chosen));
    } catch (NumberFormatException e) {
      throw new FoveaException(
          "%s: `%s`, expected a number of gigabytes".formatted(ENVIRONMENT, chosen), e);
    }
  }

  private long free() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw FileFailure.unreadable(folder, e);
    }
  }

  private List<Path> list(String older) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .filter(CacheUse::knows)
          .sorted(
              Comparator.comparing(
                      (Path cache) -> !cache.getFileName().toString().startsWith(older))
                  .thenComparing(CacheUse::last))
          .toList();
    } catch (IOException e) {
      throw FileFailure.unreadable(folder, e);
    }
  }

  private static long size(Path cache) {
    try (Stream<Path> files = Files.list(cache)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (NoSuchFileException e) { // another process has just removed it
      return 0;
    } catch (IOException e) {
      throw FileFailure.unreadable(cache, e);
    }
  }

  /** Removes a cache, its manifest first: a part of one isn't believed. */
  static void delete(Path cache) {
    try {
      Files.deleteIfExists(cache.resolve(CacheManifest.NAME));
      if (Files.isDirectory(cache)) {
        try (Stream<Path> files = Files.list(cache)) {
          for (Path file : files.toList()) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(cache);
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(cache, e);
    }
  }
}
