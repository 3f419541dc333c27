package fovea.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * The Square attack: random search by squares of changed pixels, without gradients, so that
 * networks whose gradients mislead are found out.
 *
 * @param queries how many images the network is shown for each one, at least 1; 5,000 in the
 *     standard version
 * @see <a href="https://arxiv.org/abs/1912.00049">Andriushchenko et al. 2020</a>
 */
public record Square(int queries) implements Attack {
  /** The share of pixels that a square covers at first, p. */
  private static final double FIRST_SHARE = 0.8;

  /** After which queries the share is halved, section 3.2 and appendix B. */
  private static final int[] HALVED_AFTER = {10, 50, 200, 500, 1_000, 2_000, 4_000, 6_000, 8_000};

  public Square {
    Attacks.requirePositive("queries", queries);
  }

  @Override
  public String name() {
    return "square";
  }

  @Override
  public AttackEffort effort() {
    return AttackEffort.ofQueries(queries);
  }

  @Override
  public void on(List<Subject> subjects, Attempt attempt) {
    long[] shape = attempt.network().input().toArray();
    PixelGrid grid =
        new PixelGrid(
            Math.toIntExact(shape[0]), Math.toIntExact(shape[1]), Math.toIntExact(shape[2]));
    List<SquareSearch> going =
        subjects.stream().map(subject -> search(subject, attempt.threat(), grid)).toList();
    for (int query = 0; query < queries && !going.isEmpty(); query++) {
      double share = share(query - 1);
      int number = query;
      List<float[]> candidates =
          going.stream()
              .map(search -> number == 0 ? search.first() : search.propose(share))
              .toList();
      float[][] logits =
          attempt.offer(going.stream().map(SquareSearch::subject).toList(), candidates);
      List<SquareSearch> next = new ArrayList<>();
      for (int i = 0; i < logits.length; i++) {
        SquareSearch search = going.get(i);
        if (!search.subject().isFooled()) {
          search.judged(Logits.margin(logits[i], search.subject().label()));
          next.add(search);
        }
      }
      going = next;
      attempt.steps().done(query + 1, queries);
    }
  }

  private static SquareSearch search(Subject subject, Threat threat, PixelGrid grid) {
    return threat.norm() == Norm.LINF
        ? new SquareLinf(subject, threat, grid)
        : new SquareL2(subject, threat, grid);
  }

  /** The share of pixels that the square of a step covers. */
  static double share(int step) {
    double share = FIRST_SHARE;
    for (int after : HALVED_AFTER) {
      share = step > after ? share / 2 : share;
    }
    return share;
  }
}
