package fovea.report;

import fovea.train.EpochRecord;
import fovea.train.RunResult;
import java.util.List;
import java.util.Map;

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
}
