package fovea.attack;

import java.util.List;

/**
 * Auto-PGD: projected gradient descent with momentum whose steps are halved where they no longer
 * help, so that nobody has to choose their size; against the cross-entropy, or, one class after the
 * other, against the targeted difference of logits ratio.
 *
 * @param steps at least 1; 100 in the standard version
 * @param targets how many of the nearest other classes are aimed at; 9 in the standard version, 0
 *     for the cross-entropy
 * @see <a href="https://arxiv.org/abs/2003.01690">Croce and Hein 2020, sections 3 and 4</a>
 */
public record Apgd(int steps, int targets) implements Attack {
  public Apgd {
    Attacks.requirePositive("steps", steps);
    if (targets < 0) {
      throw new IllegalArgumentException("targets: " + targets + ", expected at least 0");
    }
  }

  /** Against the cross-entropy. */
  public static Apgd crossEntropy(int steps) {
    return new Apgd(steps, 0);
  }

  /** Against the targeted difference of logits ratio. */
  public static Apgd targeted(int steps, int targets) {
    Attacks.requirePositive("targets", targets);
    return new Apgd(steps, targets);
  }

  @Override
  public String name() {
    return targets == 0 ? "apgd-ce" : "apgd-dlr";
  }

  @Override
  public AttackEffort effort() {
    AttackEffort once = AttackEffort.ofSteps(steps, 1);
    return targets == 0 ? once : once.towards(targets);
  }

  @Override
  public void on(List<Subject> subjects, Attempt attempt) {
    if (targets == 0) {
      attempt.climb(
          subjects.stream()
              .map(subject -> walk(subject, LogitLoss.crossEntropy(subject.label()), 0, attempt))
              .toList(),
          steps);
      return;
    }
    Aimed.each(
        subjects,
        targets,
        attempt,
        (aimed, part) ->
            part.climb(
                aimed.stream()
                    .map(
                        one ->
                            walk(
                                one.subject(),
                                LogitLoss.targetedRatio(one.subject().label(), one.target()),
                                one.number(),
                                part))
                    .toList(),
                steps));
  }

  private Walk walk(Subject subject, LogitLoss loss, int number, Attempt attempt) {
    Threat threat = attempt.threat();
    float[] start = Starts.random(subject, threat, subject.rng("start/" + number));
    return new ApgdWalk(subject, loss, start, threat, Checkpoints.of(steps));
  }
}
