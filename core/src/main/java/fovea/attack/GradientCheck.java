package fovea.attack;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

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
 * @param alwaysTheSame whether the network takes these images, grey, black, white and noise all for
 *     the same class, so that no attack can find another
 * @see <a href="https://arxiv.org/abs/1802.00420">Athalye et al. 2018, section 3.1</a>
 */
public record GradientCheck(
    int images,
    int fooledByNoise,
    int fooledByGradients,
    int rightAtAnyBudget,
    double foundWithoutGradients,
    boolean alwaysTheSame) {
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
        foundWithoutGradients(result),
        alwaysTheSame(attacker, some, rng));
  }

  private static boolean alwaysTheSame(Attacker attacker, CleanImages images, Rng rng) {
    List<float[]> others = new ArrayList<>();
    for (float value : new float[] {0.5f, 0, 1}) {
      float[] plain = new float[Math.toIntExact(images.shape().elements())];
      Arrays.fill(plain, value);
      others.add(plain);
    }
    Rng noise = rng.split("noise");
    for (int i = 0; i < DRAWS; i++) {
      float[] random = new float[Math.toIntExact(images.shape().elements())];
      for (int v = 0; v < random.length; v++) {
        random[v] = (float) noise.nextDouble();
      }
      others.add(random);
    }
    int[] all = IntStream.range(0, images.size() + others.size()).toArray();
    int[] predicted = new int[all.length];
    attacker.inChunks(
        all,
        (chunk, some) -> {
          float[][] logits =
              attacker
                  .network()
                  .logits(
                      Arrays.stream(some)
                          .mapToObj(
                              i ->
                                  i < others.size()
                                      ? others.get(i)
                                      : images.pixels().apply(i - others.size()))
                          .toList());
          for (int i = 0; i < some.length; i++) {
            predicted[some[i]] = Logits.predicted(logits[i]);
          }
        });
    return Arrays.stream(predicted).distinct().count() == 1;
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
    if (alwaysTheSame) {
      warnings.add(
          "the network takes all images that were tried for the same class, grey and noise among"
              + " them, so there is nothing for attacks to find; that images stay right says nothing"
              + " of its robustness");
    } else if (rightAtAnyBudget > FEW * images) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d of %d images stay right within a budget that can make any image grey, though the"
                  + " network has other answers, so gradients are probably masked; it may be less"
                  + " robust than it seems",
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
