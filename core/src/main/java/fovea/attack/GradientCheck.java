package fovea.attack;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a network's gradients lead to what fools it. Where they don't, attacks that follow them
 * say nothing of its robustness.
 *
 * @param images how many were looked at: those that are right
 * @param fooledByNoise of them, by random changes that use the whole budget
 * @param fooledByGradients of them, by {@link Apgd} against the cross-entropy within the same
 *     budget
 * @param rightAtAnyBudget how many stay right where changes may be so large that nothing of the
 *     image has to be left
 * @param foundWithoutGradients share of all attacked images that only {@link Square} fooled, of the
 *     attacks that ran
 * @see <a href="https://arxiv.org/abs/1802.00420">Athalye et al. 2018, section 3.1</a>
 */
public record GradientCheck(
    int images,
    int fooledByNoise,
    int fooledByGradients,
    int rightAtAnyBudget,
    double foundWithoutGradients) {
  private static final int DRAWS = 20;
  private static final int STEPS = 20;

  /** Within which any image becomes any other, or grey. */
  private static final double ANY = 0.5;

  /** Share of images that may stay right there, or be found by {@link Square} alone. */
  private static final double FEW = 0.05;

  private static final double HARDLY_ANY = 0.005;

  /**
   * Looks at some images.
   *
   * @param most how many
   * @param result of attacks on the images; its threat is the budget
   */
  public static GradientCheck of(
      Attacker attacker, CleanImages images, int most, AttackResult result, Rng rng) {
    CleanImages some = images.atMost(most);
    Threat threat = result.threat();
    AttackOutcome noise = fresh(attacker, some, threat, new Noise(DRAWS), rng);
    AttackOutcome gradients = fresh(attacker, some, threat, Apgd.crossEntropy(STEPS), rng);
    Threat any = threat.within(anyBudget(threat.norm(), images));
    AttackOutcome large = fresh(attacker, some, any, Apgd.crossEntropy(2 * STEPS), rng);
    return new GradientCheck(
        noise.tried(),
        noise.fooled(),
        gradients.fooled(),
        large.tried() - large.fooled(),
        foundWithoutGradients(result));
  }

  private static AttackOutcome fresh(
      Attacker attacker, CleanImages images, Threat threat, Attack attack, Rng rng) {
    return attacker.run(
        attack, images, threat, attacker.judged(images), rng.split("check"), AttackListener.NONE);
  }

  private static double anyBudget(Norm norm, CleanImages images) {
    return norm == Norm.LINF ? ANY : ANY * Math.sqrt((double) images.shape().elements());
  }

  private static double foundWithoutGradients(AttackResult result) {
    return result.attacks().stream()
        .filter(outcome -> outcome.attack().equals("square") && result.attacks().size() > 1)
        .mapToDouble(outcome -> (double) outcome.fooled() / result.images())
        .sum();
  }

  /** What makes gradients look masked, one sentence each without a full stop; none is good news. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (fooledByNoise > 0 && fooledByNoise >= fooledByGradients && fooledByGradients < images) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "random noise fools %d of %d images and gradients %d, so gradients don't lead to what"
                  + " fools this network; it may be less robust than it seems",
              fooledByNoise,
              images,
              fooledByGradients));
    }
    if (rightAtAnyBudget > FEW * images) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d of %d images stay right within a budget that can make any image grey, which no"
                  + " network can do, so gradients are masked; it is less robust than it seems",
              rightAtAnyBudget,
              images));
    }
    if (foundWithoutGradients > HARDLY_ANY) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "square, which needs no gradients, fools %.1f %% of images that attacks by gradients"
                  + " didn't, so gradients may be masked",
              100 * foundWithoutGradients));
    }
    return warnings;
  }
}
