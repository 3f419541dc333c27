package fovea.data;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Says what a failure of the file system means to the user. */
final class Disk {
  private Disk() {}

  static FoveaException unreadable(Path path, IOException e) {
    return new FoveaException(path + ": can't be read (" + reason(e) + ")", e);
  }

  static FoveaException unwritable(Path path, IOException e) {
    return new FoveaException(path + ": can't be written (" + reason(e) + ")", e);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
