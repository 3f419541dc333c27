package fovea.files;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps other processes, and other threads of this one, out of a folder that they lock too. */
public final class FolderLock implements AutoCloseable {
  private static final int PAUSE_MILLISECONDS = 100;

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file) {
    this.file = file;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
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
    FolderLock lock = new FolderLock(file);
    try {
      while (!lock.succeeds()) {
        waiting.run();
        Thread.sleep(PAUSE_MILLISECONDS);
      }
      return lock;
    } catch (InterruptedException e) {
      lock.close();
      Thread.currentThread().interrupt();
      throw new FoveaException(
          file.getParent() + ": interrupted while another process was at work there", e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * @return null where another process or thread has it
   */
  public static @Nullable FolderLock ifFree(Path file) {
    FolderLock lock = new FolderLock(file);
    if (lock.succeeds()) {
      return lock;
    }
    lock.close();
    return null;
  }

  private boolean succeeds() {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  /** Frees the folder; the lock file stays, as another process may have just opened it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }
}
