package fovea.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Images of one class that were taken for another.
 *
 * @param truth name of their class
 * @param predicted name of the other
 */
public record Confusion(String truth, String predicted, long images) {

  /** The most frequent ones, at most so many; of equally frequent ones the earlier classes'. */
  public static List<Confusion> most(Evaluation evaluation, int count) {
    List<Confusion> confusions = new ArrayList<>();
    long[][] matrix = evaluation.confusionMatrix();
    for (int t = 0; t < matrix.length; t++) {
      for (int p = 0; p < matrix.length; p++) {
        if (t != p && matrix[t][p] > 0) {
          confusions.add(new Confusion(name(evaluation, t), name(evaluation, p), matrix[t][p]));
        }
      }
    }
    confusions.sort(Comparator.comparingLong(Confusion::images).reversed());
    return List.copyOf(confusions.subList(0, Math.min(count, confusions.size())));
  }

  private static String name(Evaluation evaluation, int c) {
    return evaluation.perClass().get(c).name();
  }
}
