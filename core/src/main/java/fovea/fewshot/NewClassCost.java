package fovea.fewshot;

import fovea.evaluate.Outputs;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a new class costs the others, and what it is worth.
 *
 * @param images of the other classes
 * @param before share of them that the model was right on without the new class
 * @param after share of them that it is right on now
 * @param taken share of them that it now takes for the new class
 * @param newImages of the new class
 * @param recognised share of those that it takes for the new class; null where there are none
 */
public record NewClassCost(
    int images,
    double before,
    double after,
    double taken,
    int newImages,
    @Nullable Double recognised) {
  /**
   * By what both models say.
   *
   * @param old outputs for images of the other classes, in some order
   * @param now outputs for the same images in the same order, those of the new class among them,
   *     which is the last one
   */
  public static NewClassCost of(Outputs<?> old, Outputs<?> now) {
    int added = now.classes().size() - 1;
    int[] others = IntStream.range(0, now.size()).filter(i -> now.label(i) != added).toArray();
    int[] own = IntStream.range(0, now.size()).filter(i -> now.label(i) == added).toArray();
    if (others.length != old.size() || others.length == 0) {
      throw new IllegalArgumentException(
          "%d images of the other classes, and %d before".formatted(others.length, old.size()));
    }
    return new NewClassCost(
        others.length,
        share(
            IntStream.range(0, old.size()).filter(i -> old.predicted(i) == old.label(i)),
            old.size()),
        share(IntStream.of(others).filter(i -> now.predicted(i) == now.label(i)), others.length),
        share(IntStream.of(others).filter(i -> now.predicted(i) == added), others.length),
        own.length,
        own.length == 0
            ? null
            : share(IntStream.of(own).filter(i -> now.predicted(i) == added), own.length));
  }

  private static double share(IntStream some, int all) {
    return (double) some.count() / all;
  }
}
