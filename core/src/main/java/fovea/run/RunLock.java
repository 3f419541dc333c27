package fovea.run;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two processes from training in one folder; the system lets go of it when a process ends.
 */
final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, and clears away what a killed process was writing aside.
   *
   * @throws FoveaException if another process trains in the folder
   */
  static RunLock hold(RunFolder run) {
    Path file = run.checkpointFolder().resolve("lock");
    try {
      Files.createDirectories(run.checkpointFolder());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new FoveaException(
            run.path() + ": another process is training in it; wait for it to end, or stop it");
      }
      AtomicFile.clearLeftovers(run.path());
      AtomicFile.clearLeftovers(run.checkpointFolder());
      return new RunLock(channel);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }
}
