package fovea.report;

import fovea.train.EpochRecord;
import fovea.train.RunResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run to compare with others, or a recipe's runs with several seeds.
 *
 * @param runs the epochs of each
 * @param results of those of them that have ended
 * @param settings all of the recipe, by their paths
 */
public record ComparedRun(
    String name,
    List<List<EpochRecord>> runs,
    List<RunResult> results,
    Map<String, String> settings) {
  public ComparedRun {
    runs = List.copyOf(runs);
    results = List.copyOf(results);
  }

  /** Of a run that hasn't ended, or a search's trial: after the last epoch; null if not known. */
  public @Nullable Double validationAccuracySoFar() {
    return runs.stream()
        .filter(epochs -> !epochs.isEmpty())
        .findFirst()
        .map(epochs -> epochs.get(epochs.size() - 1).validationAccuracy())
        .orElse(null);
  }

  /** That a run took, or what its epochs have so far, on average; 0 before the first. */
  public double seconds() {
    return results.stream()
        .mapToDouble(RunResult::seconds)
        .average()
        .orElseGet(
            () ->
                runs.stream()
                    .mapToDouble(epochs -> epochs.stream().mapToDouble(EpochRecord::seconds).sum())
                    .average()
                    .orElse(0));
  }
}
