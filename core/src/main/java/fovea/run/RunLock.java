package fovea.run;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FolderLock;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps others, in this process too, from training in one folder; the system lets go of it when a
 * process ends.
 */
final class RunLock implements AutoCloseable {
  private static final String NAME = "lock";

  private final FolderLock lock;

  private RunLock(FolderLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the lock, and clears away what a killed process was writing aside.
   *
   * @throws FoveaException if another process trains in the folder
   */
  static RunLock hold(RunFolder run) {
    Path file = run.checkpointFolder().resolve(NAME);
    try {
      Files.createDirectories(run.checkpointFolder());
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
    FolderLock lock = FolderLock.ifFree(file);
    if (lock == null) {
      throw new FoveaException(
          run.path() + ": another process is training in it; wait for it to end, or stop it",
          // No fault of the recipe's, which a search asks.
          new FileSystemException(file.toString(), null, "locked"));
    }
    try {
      AtomicFile.clearLeftovers(run.path());
      AtomicFile.clearLeftovers(run.checkpointFolder());
      return new RunLock(lock);
    } catch (IOException e) {
      lock.close();
      throw FileFailure.unwritable(file, e);
    }
  }

  /** Removes what holding the lock left in a folder that never became a run's. */
  static void removeFrom(Path folder) throws IOException {
    Path checkpoints = new RunFolder(folder).checkpointFolder();
    Files.deleteIfExists(checkpoints.resolve(NAME));
    Files.deleteIfExists(checkpoints);
  }

  @Override
  public void close() {
    lock.close();
  }
}
