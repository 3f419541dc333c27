package fovea.run;

import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds runs in folders. */
public final class RunFolders {
  /** Folders within folders; a run in a folder of seeds in a folder of an experiment is in 3. */
  private static final int DEPTH = 4;

  private RunFolders() {}

  /**
   * The runs in a folder, by their paths; the folder itself where it is one. What lies in a run's
   * folder, or is hidden, is none, and the trials of a search count only where it is asked for.
   *
   * @throws FoveaException if there is no such folder, or it can't be read
   */
  public static List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new FoveaException(
          "%s: %s, expected a folder with runs in it"
              .formatted(folder, Files.exists(folder) ? "not a folder" : "no such folder"));
    }
    List<Path> runs = new ArrayList<>();
    add(runs, folder, DEPTH);
    return List.copyOf(runs);
  }

  private static void add(List<Path> runs, Path folder, int depth) {
    if (RunFolder.isRun(folder)) {
      runs.add(folder);
      return;
    }
    boolean search = Files.exists(folder.resolve("trials.db"));
    if (depth == 0 || (search && depth < DEPTH)) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      inside
          .filter(path -> Files.isDirectory(path) && Files.isReadable(path))
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .forEach(path -> add(runs, path, depth - 1));
    } catch (IOException e) {
      throw FileFailure.unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw FileFailure.unreadable(folder, new IOException(e.getMessage(), e));
    }
  }
}
