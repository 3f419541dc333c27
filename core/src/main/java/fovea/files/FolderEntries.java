package fovea.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The names in a folder: a file that is on the disk may still be lost by a power cut, or have its
 * old content, until its folder is there, too.
 */
public final class FolderEntries {
  private FolderEntries() {}

  /**
   * Returns when the disk has the names of a folder, where the system lets one ask for that; not
   * all do, Windows for one.
   *
   * @return whether it did
   */
  public static boolean force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (IOException e) {
      return false; // the file is there all the same
    }
  }
}
