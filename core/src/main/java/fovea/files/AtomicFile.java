package fovea.files;

import fovea.FoveaException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a file aside, in the same folder, and moves it into place when it is whole and on the
 * disk: whoever looks finds the old file or the new one, never half of one.
 */
public final class AtomicFile {
  private static final Pattern ASIDE = Pattern.compile("\\..+\\.tmp(\\d{1,18})(-[0-9a-f]{1,8})?");

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** What this process is writing aside now. */
  private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content}, in place of what was there, with the permissions that it had. A link
   * stays, and the file that it leads to is written; a device or a pipe, {@code /dev/null} say, is
   * written to.
   *
   * @throws FoveaException if that fails, a full disk for instance; then nothing has changed
   */
  public static void write(Path file, Content content) {
    try {
      if (!isDevice(file)) {
        replace(target(file), content);
      } else {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          content.writeTo(out);
        }
      }
    } catch (NoSuchFileException e) {
      throw new FoveaException(file + ": can't be written, its folder doesn't exist", e);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  /** Whether what is there takes what is written to it, as a terminal and a pipe do. */
  public static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /**
   * What a name leads to through links, whether there is a file or not.
   *
   * @throws FileSystemLoopException if they lead nowhere
   */
  public static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void replace(Path file, Content content) throws IOException {
    Path aside = aside(file);
    WRITING.add(aside.toAbsolutePath());
    try {
      try (FileChannel channel =
          FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        keepPermissions(file, aside);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Path folder = file.getParent();
      boolean unused = folder != null && FolderEntries.force(folder);
    } finally {
      discard(aside);
      WRITING.remove(aside.toAbsolutePath());
    }
  }

  /** Where there are some, and the file system lets them be set. */
  private static void keepPermissions(Path file, Path aside) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!permissions.equals(Files.getPosixFilePermissions(aside))) {
        Files.setPosixFilePermissions(aside, permissions);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A new file, or one on a disk that knows none: its content matters more.
    }
  }

  /** A name that no other thread, and no other machine's process of this number, chooses too. */
  private static Path aside(Path file) {
    return file.resolveSibling(
        String.format(
            Locale.ROOT,
            ".%s.tmp%d-%08x",
            file.getFileName(),
            ProcessHandle.current().pid(),
            ThreadLocalRandom.current().nextInt()));
  }

  /** {@link #write(Path, Content)} for text, in UTF-8. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Removes what a process that was killed had begun to write in a folder; what a living one writes
   * stays. Only for a folder that no other machine writes to.
   */
  public static void clearLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp*")) {
      for (Path file : files) {
        if (isLeftover(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isLeftover(Path file) {
    Matcher aside = ASIDE.matcher(file.getFileName().toString());
    if (!aside.matches()) {
      return false;
    }
    long writer = Long.parseLong(aside.group(1));
    // In a container the killed process often had the number that this one has.
    return writer == ProcessHandle.current().pid()
        ? !WRITING.contains(file.toAbsolutePath())
        : ProcessHandle.of(writer).isEmpty();
  }

  private static void discard(Path aside) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      // What failed before matters more than a leftover beside the file.
    }
  }
}
