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
 * @param failed those whose training failed, in that order, too
 */
public record SeedsReport(
    String data,
    String recipe,
    List<Long> seeds,
    List<Run> runs,
    List<Failed> failed,
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

  /**
   * One of the runs that has no result and won't get one.
   *
   * @param folder its name
   * @param problem as its {@link RunFailure} says
   */
  public record Failed(long seed, String folder, String problem) {}

  public SeedsReport {
    seeds = List.copyOf(seeds);
    runs = List.copyOf(runs);
    failed = failed == null ? List.of() : List.copyOf(failed); // earlier versions wrote none
  }

  /** Before the first run. */
  static SeedsReport planned(String data, String recipe, List<Long> seeds) {
    return new SeedsReport(data, recipe, seeds, List.of(), List.of(), null, null, null, null);
  }

  SeedsReport with(List<Run> ended, List<Failed> without) {
    return new SeedsReport(
        data,
        recipe,
        seeds,
        ended,
        without,
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
