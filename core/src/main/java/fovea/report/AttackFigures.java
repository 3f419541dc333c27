package fovea.report;

import fovea.attack.AttackOutcome;
import fovea.attack.GradientCheck;
import java.util.List;

/**
 * How a model stands attacks.
 *
 * @param norm {@code linf} or {@code l2}
 * @param budget as people write it, such as {@code 8/255}
 * @param accuracy share of the images that is right as they are, in float32
 * @param robustAccuracy share that is right still after all attacks
 * @param attacks in the order they ran, each on what those before it left
 * @param warnings what makes gradients look masked, one sentence each without a full stop
 */
public record AttackFigures(
    String norm,
    double epsilon,
    String budget,
    int images,
    double accuracy,
    double robustAccuracy,
    List<AttackOutcome> attacks,
    GradientCheck check,
    List<String> warnings) {
  public AttackFigures {
    attacks = List.copyOf(attacks);
    warnings = List.copyOf(warnings);
  }
}
