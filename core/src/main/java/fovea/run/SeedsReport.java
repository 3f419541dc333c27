package fovea.run;

import fovea.train.RunResult;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of a recipe with several seeds: {@code seeds.json}. It says from the beginning which
 * seeds were asked for, and after each run what came of those that have ended.
 *
 * @param data as resuming asks for them again
 * @param recipe YAML; its seed means nothing
 * @param seeds that were asked for
 * @param runs that have ended, in the order of the seeds
 */
public record SeedsReport(
    String data,
    String recipe,
    List<Long> seeds,
    List<Run> runs,
    @Nullable Spread testAccuracy,
    @Nullable Spread validationAccuracy,
    @Nullable Spread trainAccuracy,
    @Nullable Spread seconds) {

  /**
   * One of the runs.
   *
   * @param folder its name
   */
  public record Run(long seed, String folder, RunResult result) {}

  public SeedsReport {
    seeds = List.copyOf(seeds);
    runs = List.copyOf(runs);
  }

  /** Before the first run. */
  static SeedsReport planned(String data, String recipe, List<Long> seeds) {
    return new SeedsReport(data, recipe, seeds, List.of(), null, null, null, null);
  }

  SeedsReport with(List<Run> ended) {
    return new SeedsReport(
        data,
        recipe,
        seeds,
        ended,
        spread(ended, RunResult::testAccuracy),
        spread(ended, RunResult::validationAccuracy),
        spread(ended, RunResult::trainAccuracy),
        spread(ended, RunResult::seconds));
  }

  private static @Nullable Spread spread(
      List<Run> ended, Function<RunResult, @Nullable Double> figure) {
    return Spread.of(ended.stream().map(run -> figure.apply(run.result())).toList());
  }
}
