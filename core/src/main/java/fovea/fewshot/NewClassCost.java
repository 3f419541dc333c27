package fovea.fewshot;

import fovea.audit.Proportion;
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
 * @param bounds of these shares, as far as so many images can tell
 */
public record NewClassCost(
    int images,
    double before,
    double after,
    double taken,
    int newImages,
    @Nullable Double recognised,
    Bounds bounds) {
  /** The shares with what holds the true ones in 95 of 100 samples of images. */
  public record Bounds(
      Proportion before, Proportion after, Proportion taken, @Nullable Proportion recognised) {}

  /** Whether more of the other classes' images are taken for the new one than anyone may want. */
  public boolean takesMany() {
    return taken > NewClass.MANY;
  }

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
    Proportion before =
        share(
            IntStream.range(0, old.size()).filter(i -> old.predicted(i) == old.label(i)),
            old.size());
    Proportion after =
        share(IntStream.of(others).filter(i -> now.predicted(i) == now.label(i)), others.length);
    Proportion taken =
        share(IntStream.of(others).filter(i -> now.predicted(i) == added), others.length);
    Proportion recognised =
        own.length == 0
            ? null
            : share(IntStream.of(own).filter(i -> now.predicted(i) == added), own.length);
    return new NewClassCost(
        others.length,
        before.value(),
        after.value(),
        taken.value(),
        own.length,
        recognised == null ? null : recognised.value(),
        new Bounds(before, after, taken, recognised));
  }

  private static Proportion share(IntStream some, int all) {
    return Proportion.of(some.count(), all);
  }
}
