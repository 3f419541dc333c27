package fovea.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network makes of an image.
 *
 * @param ranked all classes, the most probable first
 * @param familiarity how much the image is like known ones; null where nobody asks
 * @param strangeness share of validation images that are more familiar, in [0, 1]; null where
 *     nobody asks, or nobody kept how familiar those are
 * @param noneOfThese whether it is too little familiar for any of the classes
 */
public record Recognition(
    List<Prediction> ranked,
    @Nullable Double familiarity,
    @Nullable Double strangeness,
    boolean noneOfThese) {
  public Recognition {
    ranked = List.copyOf(ranked);
  }
}
