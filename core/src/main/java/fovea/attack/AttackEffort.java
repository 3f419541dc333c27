package fovea.attack;

import org.jspecify.annotations.Nullable;

/**
 * How much an attack does for an image before it gives up; null is what it doesn't go by.
 *
 * @param steps along gradients, of each start
 * @param restarts how many starts there are, for each class that is aimed at
 * @param targets how many other classes are aimed at, at most
 * @param queries how many changed images the network is shown without a gradient
 */
public record AttackEffort(
    @Nullable Integer steps,
    @Nullable Integer restarts,
    @Nullable Integer targets,
    @Nullable Integer queries) {

  static AttackEffort ofSteps(int steps, int restarts) {
    return new AttackEffort(steps, restarts, null, null);
  }

  static AttackEffort ofQueries(int queries) {
    return new AttackEffort(null, null, null, queries);
  }

  AttackEffort towards(int classes) {
    return new AttackEffort(steps, restarts, classes, queries);
  }
}
