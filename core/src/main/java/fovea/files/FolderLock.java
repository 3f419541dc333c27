package fovea.files;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps other processes, and other threads of this one, out of a folder that they lock too. */
public final class FolderLock implements AutoCloseable {
  private static final int PAUSE_MILLISECONDS = 100;

  /**
   * The files that this process has locked. It doesn't open them a second time: to close either
   * frees the lock, as POSIX has it.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits until the folder is free. The system frees it where its holder has died.
   *
   * @param waiting runs now and then in the meantime
   * @throws FoveaException if the folder can't be written, or this thread is interrupted
   */
  public static FolderLock of(Path folder, Runnable waiting) {
    return on(folder.resolve(".lock"), waiting);
  }

  /** {@link #of}, by a file of this name. */
  public static FolderLock on(Path file, Runnable waiting) {
    try {
      FolderLock lock = ifFree(file);
      while (lock == null) {
        waiting.run();
        Thread.sleep(PAUSE_MILLISECONDS);
        lock = ifFree(file);
      }
      return lock;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FoveaException(
          file.getParent() + ": interrupted while another process was at work there", e);
    }
  }

  /**
   * @return null where another process or thread has it
   */
  public static @Nullable FolderLock ifFree(Path file) {
    synchronized (HELD) {
      try {
        Path real = real(file);
        if (HELD.contains(real)) {
          return null;
        }
        FileChannel channel =
            FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
          channel.close();
          return null;
        }
        HELD.add(real);
        return new FolderLock(real, channel);
      } catch (IOException e) {
        throw FileFailure.unwritable(file, e);
      }
    }
  }

  /** The same for every path that leads there; the file itself may not exist yet. */
  private static Path real(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path folder = Objects.requireNonNull(whole.getParent(), "a file lies in a folder");
    return folder.toRealPath().resolve(whole.getFileName());
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // this process has it, by other means
      return false;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Frees the folder; the lock file stays, as another process may have just opened it. */
  @Override
  public void close() {
    synchronized (HELD) {
      HELD.remove(file);
      try {
        channel.close();
      } catch (IOException e) {
        throw FileFailure.unwritable(file, e);
      }
    }
  }
}
