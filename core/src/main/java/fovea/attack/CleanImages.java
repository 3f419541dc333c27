package fovea.attack;

import fovea.tensor.Shape;
import java.util.function.IntFunction;

/**
 * Images to attack, as they are.
 *
 * @param shape [C, H, W] of each
 * @param labels which class each one shows, in the order of the network's logits
 * @param pixels of an image by its number, [C, H, W] flattened, in [0, 1]; asked for by several
 *     threads at once, more than once, and a new array each time
 */
@SuppressWarnings("ArrayRecordComponent") // labels are shared, not copied
public record CleanImages(Shape shape, int[] labels, IntFunction<float[]> pixels) {
  /** How many there are. */
  public int size() {
    return labels.length;
  }

  /** The first of the images, or those spread evenly over all where not all are wanted. */
  CleanImages atMost(int count) {
    if (count >= size()) {
      return this;
    }
    int[] chosen = spread(size(), count);
    int[] theirs = new int[count];
    for (int i = 0; i < count; i++) {
      theirs[i] = labels[chosen[i]];
    }
    return new CleanImages(shape, theirs, i -> pixels.apply(chosen[i]));
  }

  /**
   * Numbers spread evenly over a set: the same whatever the seed, and with every class in its share
   * where classes follow one another.
   */
  static int[] spread(int all, int count) {
    int[] chosen = new int[Math.min(all, count)];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = (int) ((long) i * all / chosen.length);
    }
    return chosen;
  }
}
