package fovea.run;

import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process leaves that is killed between making a run's folder and beginning the run. */
final class UnbegunRun {
  /** What a process writes aside before the run can be opened. */
  private static final Pattern ASIDE =
      Pattern.compile("\\.(environment\\.json|recipe\\.yaml)\\.tmp\\d+(-[0-9a-f]+)?");

  private UnbegunRun() {}

  /**
   * Removes a folder in which no run has begun, so that one can: there is no recipe in it yet, or,
   * by an earlier version, no environment. Where there is none, or one of a run, nothing happens.
   *
   * @throws fovea.FoveaException if there is something else in its place, or it can't be removed
   */
  static void clear(Path folder) {
    RunFolder run = new RunFolder(folder);
    boolean recipe = RunFolder.isRun(folder);
    boolean begun = recipe && Files.exists(run.environmentFile());
    if (begun || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      AtomicFile.clearLeftovers(folder);
      Set<Path> own = Set.of(run.recipeFile(), run.environmentFile(), run.checkpointFolder());
      if (!own.containsAll(list(folder)) || Checkpoint.exists(run)) {
        if (recipe) { // a run that lost its environment, which opening it says
          return;
        }
        throw new DirectoryNotEmptyException(folder.toString());
      }
      RunLock.removeFrom(folder);
      Files.deleteIfExists(run.environmentFile());
      Files.deleteIfExists(run.recipeFile());
      Files.delete(folder);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  /**
   * {@link #clear} of a folder that may be anybody's: what holds anything else stays, be that a
   * recipe alone; and so does a link.
   *
   * @throws fovea.FoveaException if it can't be looked into, or can't be removed
   */
  static void clearIfNothingElse(Path folder) {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isNothingElse(folder)) {
      clear(folder);
    }
  }

  private static boolean isNothingElse(Path folder) {
    Path environment = new RunFolder(folder).environmentFile();
    try {
      return list(folder).stream()
          .allMatch(
              file ->
                  file.equals(environment)
                      ? RunFolder.dataNameIn(folder).isPresent()
                      : ASIDE.matcher(file.getFileName().toString()).matches());
    } catch (IOException e) {
      throw FileFailure.unreadable(folder, e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.toList();
    }
  }
}
