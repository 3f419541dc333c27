package fovea.attack;

import java.util.List;

/**
 * How a network stands attacks.
 *
 * @param images how many were attacked
 * @param accuracy share of them that is right as they are, in float32
 * @param robustAccuracy share that is right still after all attacks
 * @param attacks in the order they ran
 * @param adversarial the images that were found
 */
public record AttackResult(
    Threat threat,
    int images,
    double accuracy,
    double robustAccuracy,
    List<AttackOutcome> attacks,
    AdversarialImages adversarial) {
  public AttackResult {
    attacks = List.copyOf(attacks);
  }

  static AttackResult of(Threat threat, List<AttackOutcome> attacks, AdversarialImages found) {
    return new AttackResult(
        threat, found.size(), found.accuracy(), found.robustAccuracy(), attacks, found);
  }
}
