package fovea.report;

import java.util.List;
import java.util.Map;

/**
 * What came of a search for settings.
 *
 * @param measure what was to be best, such as {@code accuracy}
 * @param epochs that a whole trial has
 * @param settings that were searched
 * @param trials the best first
 * @param importance by setting, shares of 1; empty of too few trials
 */
public record SearchFigures(
    String method,
    String measure,
    String data,
    int epochs,
    List<Axis> settings,
    List<Tried> trials,
    Map<String, Double> importance) {
  /**
   * A setting that was searched.
   *
   * @param least where its axis begins, as people read it
   * @param values of choices, evenly along the axis; empty of numbers
   */
  public record Axis(String path, String least, String most, List<String> values) {}

  /**
   * A trial.
   *
   * @param places of its settings along their axes, in [0, 1], by path; without those that didn't
   *     count
   * @param scores after each epoch: accuracies, or losses below 0
   * @param state {@code over}, {@code open} or {@code failed}
   */
  public record Tried(
      int number,
      Map<String, String> settings,
      Map<String, Double> places,
      List<Double> scores,
      String state,
      double seconds) {}
}
