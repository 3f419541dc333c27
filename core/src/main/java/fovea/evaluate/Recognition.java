package fovea.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network makes of an image.
 *
 * @param ranked all classes, the most probable first
 * @param familiarity how much the image is like known ones; null where nobody asks
 * @param noneOfThese whether that is too little for any of the classes
 */
public record Recognition(
    List<Prediction> ranked, @Nullable Double familiarity, boolean noneOfThese) {
  public Recognition {
    ranked = List.copyOf(ranked);
  }
}
