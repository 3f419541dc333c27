package fovea.attack;

import java.util.List;

/**
 * The fast gradient sign method: one step of the whole budget, along the gradient of the
 * cross-entropy; for {@link Norm#L2} along the gradient itself.
 *
 * @see <a href="https://arxiv.org/abs/1412.6572">Goodfellow et al. 2015, section 4</a>
 */
public record Fgsm() implements Attack {
  @Override
  public String name() {
    return "fgsm";
  }

  @Override
  public AttackEffort effort() {
    return AttackEffort.ofSteps(1, 1);
  }

  @Override
  public void on(List<Subject> subjects, Attempt attempt) {
    double whole = attempt.threat().epsilon();
    attempt.climb(
        subjects.stream()
            .map(subject -> new PgdWalk(subject, subject.clean().clone(), attempt.threat(), whole))
            .toList(),
        1);
  }
}
