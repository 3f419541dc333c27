package fovea.files;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says what a failure of the file system means to the user, in words rather than class names. */
public final class FileFailure {
  /** How operating systems say that there is no room: Linux and macOS, quotas, Windows. */
  private static final List<String> FULL =
      List.of("no space left", "quota exceeded", "not enough space");

  private FileFailure() {}

  /** A failure to read a file or folder. */
  public static FoveaException unreadable(Path path, IOException e) {
    return new FoveaException(FileName.ofPath(path) + ": can't be read (" + reason(e) + ")", e);
  }

  /** A failure to write a file or folder; a full disk is named, with the space that is left. */
  public static FoveaException unwritable(Path path, IOException e) {
    String name = FileName.ofPath(path);
    String reason = reason(e);
    String lowerCase = reason.toLowerCase(Locale.ROOT);
    if (FULL.stream().noneMatch(lowerCase::contains)) {
      return new FoveaException(name + ": can't be written (" + reason + ")", e);
    }
    return new FoveaException(
        "%s: the disk is full (%s%s). Make room or choose a folder on another disk."
            .formatted(name, reason, freeSpace(path)),
        e);
  }

  /** Whether a file is what something failed of: a full disk, say, and no setting. */
  public static boolean isBehind(FoveaException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  /** What went wrong, such as "permission denied", to stand in brackets. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder isn't empty";
    }
    if (e instanceof FileSystemLoopException) {
      return "its links lead in a circle";
    }
    if (e instanceof CharacterCodingException) {
      return "it isn't text in UTF-8";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? "the system doesn't say why" : reason;
  }

  /** Quotas may be used up long before the disk is; then its free space says nothing. */
  private static String freeSpace(Path path) {
    try {
      long bytes = Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
      return bytes > 1_000_000_000
          ? ""
          : bytes < 1_000_000
              ? ", " + bytes + " bytes free"
              : ", " + bytes / 1_000_000 + " MB free";
    } catch (IOException e) {
      return "";
    }
  }
}
