package fovea.attack;

import java.util.List;

/**
 * Projected gradient descent: steps of a quarter of the budget along the gradient of the
 * cross-entropy, from random places within it.
 *
 * @param steps of each start, at least 1
 * @param restarts how many starts there are, at least 1
 * @see <a href="https://arxiv.org/abs/1706.06083">Madry et al. 2018, section 2.1</a>
 */
public record Pgd(int steps, int restarts) implements Attack {
  /** A step's share of the budget: 2/255 of 8/255, as Madry et al. take it for CIFAR-10. */
  private static final double STEP = 0.25;

  public Pgd {
    Attacks.requirePositive("steps", steps);
    Attacks.requirePositive("restarts", restarts);
  }

  @Override
  public String name() {
    return "pgd";
  }

  @Override
  public AttackEffort effort() {
    return AttackEffort.ofSteps(steps, restarts);
  }

  @Override
  public void on(List<Subject> subjects, Attempt attempt) {
    Threat threat = attempt.threat();
    for (int r = 0; r < restarts; r++) {
      String start = "start/" + r;
      attempt
          .part(r, restarts)
          .climb(
              Attempt.left(subjects).stream()
                  .map(
                      subject ->
                          new PgdWalk(
                              subject,
                              Starts.inside(subject, threat, subject.rng(start)),
                              threat,
                              STEP * threat.epsilon()))
                  .toList(),
              steps);
    }
  }
}
