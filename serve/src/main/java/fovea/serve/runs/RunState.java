package fovea.serve.runs;

import fovea.FoveaException;
import fovea.files.FileName;
import fovea.recipe.Recipe;
import fovea.run.RunFolder;
import fovea.train.EpochRecord;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run.
 *
 * @param run its folder's name
 * @param state {@code training}, {@code ended} or {@code stopped}
 * @param data as the run called it, without where it lies; null where the folder doesn't say
 * @param epoch that was ended last
 * @param epochs that the recipe asks for
 * @param validationAccuracy of the last epoch; null where there is none
 * @param modified when something last happened, in UTC
 */
record RunState(
    String run,
    String state,
    String network,
    @Nullable String data,
    int epoch,
    int epochs,
    @Nullable Double validationAccuracy,
    String modified) {
  static final String TRAINING = "training";
  static final String ENDED = "ended";
  static final String STOPPED = "stopped";

  /**
   * A run that writes nothing for so long doesn't go on, unless its epochs take longer. Its lock
   * would say so at once, but who looks at a lock of its own process gives it up.
   */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  /**
   * That of a run.
   *
   * @throws FoveaException if its files are broken
   */
  static RunState of(Path folder) {
    RunFolder run = RunFolder.open(folder);
    Recipe recipe = run.recipe();
    List<EpochRecord> epochs = run.epochs().read();
    EpochRecord last = epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
    Instant modified = modified(folder);
    return new RunState(
        name(folder),
        state(run, modified, last),
        recipe.model().name(),
        RunFolder.dataNameIn(folder).map(FileName::last).orElse(null),
        epochs.size(),
        recipe.epochs(),
        last == null ? null : last.validationAccuracy(),
        modified.toString());
  }

  /** Since when nothing has happened. */
  Duration silence() {
    return Duration.between(Instant.parse(modified), Instant.now());
  }

  static String name(Path folder) {
    return FileName.of(folder);
  }

  private static String state(RunFolder run, Instant modified, @Nullable EpochRecord last) {
    if (run.isFinished()) {
      return ENDED;
    }
    double epoch = last == null ? 0 : last.seconds();
    double silence = Math.max((double) SILENCE.toSeconds(), 3 * epoch);
    boolean silent = modified.isBefore(Instant.now().minusSeconds((long) silence));
    return silent ? STOPPED : TRAINING;
  }

  /** When any of its files was last written. */
  private static Instant modified(Path folder) {
    LastWritten found = new LastWritten();
    try {
      Path unused = Files.walkFileTree(folder, Set.of(), 2, found);
    } catch (IOException e) {
      return found.last; // as far as it got
    }
    return found.last;
  }

  /** Passes over what was listed and is gone when it is looked at, as files written aside are. */
  private static final class LastWritten extends SimpleFileVisitor<Path> {
    private Instant last = Instant.EPOCH;

    private FileVisitResult see(Path file) {
      try {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        last = written.isAfter(last) ? written : last;
      } catch (IOException e) {
        return FileVisitResult.CONTINUE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return see(folder);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return see(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
