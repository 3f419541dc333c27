package fovea.files;

import fovea.FoveaException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file aside, in the same folder, and moves it into place when it is whole and on the
 * disk: whoever looks finds the old file or the new one, never half of one.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content}, in place of what was there. A link stays and its file is replaced; a
   * device or a pipe, {@code /dev/null} say, is written to.
   *
   * @throws FoveaException if that fails, a full disk for instance; then nothing has changed
   */
  public static void write(Path file, Content content) {
    try {
      if (!Files.exists(file)) {
        replace(file, content);
      } else if (Files.isRegularFile(file)) {
        replace(file.toRealPath(), content);
      } else {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          content.writeTo(out);
        }
      }
    } catch (NoSuchFileException e) {
      throw new FoveaException(file + ": can't be written, its folder doesn't exist", e);
    } catch (IOException e) {
      throw Disk.unwritable(file, e);
    }
  }

  private static void replace(Path file, Content content) throws IOException {
    Path aside =
        file.resolveSibling("." + file.getFileName() + ".tmp" + ProcessHandle.current().pid());
    try {
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      discard(aside);
    }
  }

  /** {@link #write(Path, Content)} for text, in UTF-8. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Removes what a process that was killed had begun to write in a folder. Only for a folder that
   * nobody else writes to.
   */
  public static void clearLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".*.tmp*")) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  private static void discard(Path aside) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      // What failed before matters more than a leftover beside the file.
    }
  }
}
