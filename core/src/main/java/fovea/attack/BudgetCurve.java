package fovea.attack;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * How accuracy falls with the budget.
 *
 * @param points by growing budget, from 0
 */
public record BudgetCurve(Norm norm, List<Point> points) {
  private static final double[] OF_255 = {1, 2, 4, 6, 8, 12, 16, 24, 32};

  private static final double[] IN_L2 = {0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3};

  /**
   * What is left within a budget.
   *
   * @param robustAccuracy share of images that are right still
   */
  public record Point(double epsilon, double robustAccuracy) {}

  public BudgetCurve {
    points = List.copyOf(points);
  }

  /** From 1/255 to 32/255, and what is about as much for {@link Norm#L2} of small images. */
  public static List<Double> budgets(Norm norm) {
    List<Double> budgets = new ArrayList<>();
    for (double budget : norm == Norm.LINF ? OF_255 : IN_L2) {
      budgets.add(norm == Norm.LINF ? budget / 255 : budget);
    }
    return budgets;
  }

  /**
   * Attacks images with growing budgets; those that were fooled within a smaller one count for all
   * larger ones, so that the curve never rises.
   *
   * @param budgets above 0
   */
  public static BudgetCurve of(
      Attacker attacker,
      CleanImages images,
      Norm norm,
      List<Double> budgets,
      Attack attack,
      Rng rng,
      AttackListener listener) {
    AdversarialImages found = attacker.judged(images);
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, found.accuracy()));
    for (double budget : budgets.stream().sorted().toList()) {
      AttackOutcome outcome =
          attacker.run(
              attack, images, new Threat(norm, budget), found, rng.split("curve"), listener);
      points.add(new Point(budget, outcome.robustAccuracy()));
    }
    return new BudgetCurve(norm, points);
  }
}
