package fovea.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** Makes files whose names Java can't write down, by a shell. */
public final class RawNames {
  private static final String SCRIPT =
      """
      for name; do
        path=$(printf "$name")
        case $path in */*) mkdir -p "${path%/*}" ;; esac
        : > "$path" || exit 1
      done
      """;

  private RawNames() {}

  /**
   * Makes empty files, and the folders above them; skips the test where the file system or the
   * system won't.
   *
   * @param names with their bytes in octal, such as {@code caf\351.png}
   */
  public static void make(Path folder, String... names) throws IOException, InterruptedException {
    String[] command = new String[names.length + 4];
    command[0] = "sh";
    command[1] = "-c";
    command[2] = SCRIPT;
    command[3] = "sh";
    System.arraycopy(names, 0, command, 4, names.length);
    int exit;
    try {
      exit = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    } catch (IOException e) {
      exit = -1;
    }
    assumeTrue(exit == 0, "no file names of any bytes here");
  }
}
