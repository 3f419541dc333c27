package fovea.data;

import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Says which caches are in use, by a locked file beside each; that file's time is when the cache
 * was used last, as far as that is allowed: only its owner may set it. A process uses what it has
 * opened as long as it lives.
 */
final class CacheUse {
  private static final Map<Path, FileChannel> HERE = new HashMap<>();

  private CacheUse() {}

  private static Path file(Path cache) {
    return cache.resolveSibling(cache.getFileName() + ".used");
  }

  /** From now on this process uses a cache, which may not exist yet. */
  static synchronized void begin(Path cache) {
    Path file = file(cache);
    try {
      if (!HERE.containsKey(cache)) {
        FileChannel channel = open(file);
        lock(channel);
        HERE.put(cache, channel);
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
    touch(file);
  }

  /** A shared lock takes no more than reading, where another user's may not be written. */
  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      if (!Files.isReadable(file)) {
        throw e;
      }
      return FileChannel.open(file, StandardOpenOption.READ);
    }
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Not ours, or someone has removed all caches by hand: what can be read may be used.
    }
  }

  private static void lock(FileChannel channel) throws IOException {
    boolean shared = true;
    try {
      var unused = channel.lock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      // This process has locked it by another path: closing this channel would end that lock.
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Does something if no process uses the cache, and keeps them from beginning to; another user's
   * counts as used.
   */
  static synchronized boolean ifUnused(Path cache, Runnable work) {
    if (HERE.containsKey(cache)) {
      return false;
    }
    Path file = file(cache);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null) {
        return false;
      }
      work.run();
      return true;
    } catch (AccessDeniedException e) { // another user's
      return false;
    } catch (OverlappingFileLockException e) { // this process itself, by another path
      return false;
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  /**
   * Whether a folder is a cache, or was to become one: others may keep theirs in the same place.
   */
  static boolean knows(Path cache) {
    return Files.exists(file(cache));
  }

  /** When it was used last; long ago if it isn't known. */
  static FileTime last(Path cache) {
    try {
      return Files.getLastModifiedTime(file(cache));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
