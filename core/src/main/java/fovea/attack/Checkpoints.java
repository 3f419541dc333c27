package fovea.attack;

import java.util.ArrayList;
import java.util.List;

/** After which steps Auto-PGD looks whether its steps still help. */
final class Checkpoints {
  private Checkpoints() {}

  /**
   * Their numbers: the first after 22 % of the steps, the next ones at distances that shrink by 3 %
   * each, to 6 %.
   *
   * @see <a href="https://arxiv.org/abs/2003.01690">Croce and Hein 2020, section 3.1</a>
   */
  static List<Integer> of(int steps) {
    // In whole percent, which 0.03 and its multiples don't add up to in binary.
    int shrink = Math.max(3 * steps / 100, 1);
    int least = Math.max(6 * steps / 100, 1);
    int distance = Math.max(22 * steps / 100, 1);
    List<Integer> found = new ArrayList<>();
    for (int at = distance; at <= steps; at += distance) {
      found.add(at);
      distance = Math.max(distance - shrink, least);
    }
    return List.copyOf(found);
  }
}
