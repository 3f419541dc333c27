package fovea.attack;

import java.util.List;

/**
 * Random changes that use the whole budget: what no gradient is needed for.
 *
 * @param draws how many an image, at least 1
 */
public record Noise(int draws) implements Attack {
  public Noise {
    Attacks.requirePositive("draws", draws);
  }

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public AttackEffort effort() {
    return AttackEffort.ofQueries(draws);
  }

  @Override
  public void on(List<Subject> subjects, Attempt attempt) {
    for (int draw = 0; draw < draws; draw++) {
      String name = "draw/" + draw;
      List<Subject> left = Attempt.left(subjects);
      float[][] unused =
          attempt.offer(
              left,
              left.stream()
                  .map(subject -> Starts.onSurface(subject, attempt.threat(), subject.rng(name)))
                  .toList());
      attempt.steps().done(draw + 1, draws);
    }
  }
}
