package fovea.report;

import fovea.attack.AttackEffort;
import fovea.attack.BudgetCurve;
import java.util.List;

/**
 * How accuracy falls with the budget of an attack.
 *
 * @param norm {@code linf} or {@code l2}
 * @param attack by which
 * @param effort how hard it tried
 * @param points by growing budget, from 0
 */
public record BudgetFigures(
    String norm, String attack, AttackEffort effort, int images, List<BudgetCurve.Point> points) {
  public BudgetFigures {
    points = List.copyOf(points);
  }
}
