package fovea.attack;

import java.util.List;

/**
 * Attacks by name, and how much work they do.
 *
 * @param steps of attacks that follow gradients
 * @param restarts of {@link Pgd}
 * @param targets of attacks that aim at other classes one by one
 * @param queries of {@link Square}
 */
public record Attacks(int steps, int restarts, int targets, int queries) {
  /** As the standard version of AutoAttack has them, and ten starts of {@link Pgd}. */
  public static final Attacks STANDARD = new Attacks(100, 10, 9, 5_000);

  public Attacks {
    requirePositive("steps", steps);
    requirePositive("restarts", restarts);
    requirePositive("targets", targets);
    requirePositive("queries", queries);
  }

  /**
   * Four attacks of different kinds, one after the other on the images that are left, so that a
   * network counts as robust only where all fail.
   *
   * @see <a href="https://arxiv.org/abs/2003.01690">Croce and Hein 2020, section 6</a>
   */
  public List<Attack> ensemble() {
    return List.of(apgdCrossEntropy(), apgdTargeted(), fab(), square());
  }

  public Attack pgd() {
    return new Pgd(steps, restarts);
  }

  public Attack apgdCrossEntropy() {
    return Apgd.crossEntropy(steps);
  }

  public Attack apgdTargeted() {
    return Apgd.targeted(steps, targets);
  }

  public Attack fab() {
    return smallest();
  }

  /** What looks for the smallest change of an image. */
  public Fab smallest() {
    return new Fab(steps, targets);
  }

  public Attack square() {
    return new Square(queries);
  }

  static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": " + value + ", expected at least 1");
    }
  }
}
