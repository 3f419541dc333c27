package fovea.run;

import fovea.recipe.Recipe;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in a line.
 *
 * @param model the network's name
 * @param epochs trained so far
 * @param ofEpochs that the recipe has
 * @param validationAccuracy of the chosen weights, or of the last epoch while it goes on; null
 *     without a validation split
 * @param testAccuracy null until it has ended
 * @param seconds trained so far
 * @param failed why it can't be gone on with; null unless it failed
 * @param began when
 */
public record RunSummary(
    String run,
    String model,
    String data,
    long seed,
    int epochs,
    int ofEpochs,
    @Nullable Double validationAccuracy,
    @Nullable Double testAccuracy,
    double seconds,
    boolean finished,
    @Nullable String failed,
    @Nullable String began) {

  /**
   * Of a run, finished or not.
   *
   * @throws fovea.FoveaException if one of its files is broken
   */
  public static RunSummary of(Path folder) {
    RunFolder run = RunFolder.open(folder);
    Recipe recipe = run.recipe();
    List<EpochRecord> epochs = run.epochs().read();
    RunResult result = run.isFinished() ? run.result() : null;
    Double last = epochs.isEmpty() ? null : epochs.get(epochs.size() - 1).validationAccuracy();
    return new RunSummary(
        folder.toString(),
        recipe.model().name(),
        RunFolder.dataNameIn(folder).orElse("?"),
        recipe.seed(),
        epochs.size(),
        recipe.epochs(),
        result == null ? last : result.validationAccuracy(),
        result == null ? null : result.testAccuracy(),
        epochs.stream().mapToDouble(EpochRecord::seconds).sum(),
        result != null,
        run.failure().map(RunFailure::problem).orElse(null),
        began(run));
  }

  /** A run writes what it was told when it begins, and never again. */
  private static @Nullable String began(RunFolder run) {
    try {
      Instant time = Files.getLastModifiedTime(run.environmentFile()).toInstant();
      return time.truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (IOException e) {
      return null;
    }
  }
}
