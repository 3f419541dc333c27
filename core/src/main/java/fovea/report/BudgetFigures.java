package fovea.report;

import fovea.attack.BudgetCurve;
import java.util.List;

/**
 * How accuracy falls with the budget of an attack.
 *
 * @param norm {@code linf} or {@code l2}
 * @param attack by which
 * @param points by growing budget, from 0
 */
public record BudgetFigures(
    String norm, String attack, int images, List<BudgetCurve.Point> points) {
  public BudgetFigures {
    points = List.copyOf(points);
  }
}
