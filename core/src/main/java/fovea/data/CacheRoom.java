package fovea.data;

import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Keeps the folder of all caches within its limit and the disk's. */
final class CacheRoom {
  /** A file of one under way: the bytes that it will take, in digits. */
  static final String PLANNED = "planned";

  private static final String ENVIRONMENT = "FOVEA_CACHE_GB";
  private static final double STANDARD_GIGABYTES = 100;

  private final Path folder;
  private final OptionalLong limit;

  CacheRoom(Path folder, OptionalLong limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /** Tells other processes, which make room as well, how many bytes a cache under way will take. */
  static void plan(Path aside, long bytes) throws IOException {
    Files.writeString(aside.resolve(PLANNED), Long.toString(bytes));
  }

  /**
   * Makes room, if there isn't enough, by removing caches that no process uses, beginning with the
   * one that hasn't been used for longest. What others planned before counts as if it were made, so
   * that all that tell their plans before they make room stay within the limit together.
   *
   * @param own what the room is for, still under way; it doesn't count
   * @param older first of all, caches whose names begin so: of the same folder as it was before
   * @param data what is decoded into it
   * @throws FoveaException if that isn't enough
   */
  void make(Path own, long bytes, String older, Path data) {
    List<Path> underWay = asides(folder, own);
    long coming = sum(underWay, aside -> isPlannedBefore(aside, own) ? coming(aside) : 0);
    long begun = sum(underWay, CacheRoom::size);
    List<Path> caches = list(older); // last: one that has been finished meanwhile is among them
    long used = coming + begun + sum(caches, CacheRoom::size);
    long free = Math.max(0, free() - coming);
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
                  + " on the disk, of %.1f GB for caches %.1f GB in use or under way); make room,"
                  + " choose a folder on another disk by FOVEA_HOME, allow more by %s, or give Java"
                  + " more memory by -Xmx",
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

  /** What is to become a cache, or was when its process was killed; but for one's own. */
  static List<Path> asides(Path folder, Path own) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .filter(aside -> aside.getFileName().toString().startsWith("."))
          .filter(aside -> !aside.getFileName().equals(own.getFileName()))
          .filter(aside -> CacheUse.knows(place(aside)))
          .toList();
    } catch (IOException e) {
      throw FileFailure.unreadable(folder, e);
    }
  }

  /** Where a cache is made. */
  static Path aside(Path place) {
    return place.resolveSibling("." + place.getFileName());
  }

  /** Where it will be. */
  static Path place(Path aside) {
    return aside.resolveSibling(aside.getFileName().toString().substring(1));
  }

  private static long sum(List<Path> folders, ToLongFunction<Path> bytes) {
    return folders.stream().mapToLong(bytes).sum();
  }

  /** One of two that plan at once goes first. */
  private static boolean isPlannedBefore(Path aside, Path own) {
    return Comparator.comparing(CacheRoom::planned)
            .thenComparing(Path::getFileName)
            .compare(aside, own)
        < 0;
  }

  private static FileTime planned(Path aside) {
    try {
      return Files.getLastModifiedTime(aside.resolve(PLANNED));
    } catch (IOException e) {
      return FileTime.fromMillis(Long.MAX_VALUE); // it has none, or none any more
    }
  }

  /** What one under way will take besides what it has; nothing before it says so and after. */
  private static long coming(Path aside) {
    try {
      long planned = Long.parseLong(Files.readString(aside.resolve(PLANNED)));
      return Math.max(0, planned - size(aside));
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static long size(Path cache) {
    try (Stream<Path> files = Files.list(cache)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (NoSuchFileException | AccessDeniedException e) {
      return 0; // another process has just removed it, or another user shows it to nobody
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
