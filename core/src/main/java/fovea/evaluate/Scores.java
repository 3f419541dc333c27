package fovea.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network gives for an image, class by class.
 *
 * @param probabilities of the classes in their order, adding up to 1; not copied
 * @param familiarity how much the image is like known ones; null where nobody asks
 * @param noneOfThese whether that is too little for any of the classes
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
public record Scores(float[] probabilities, @Nullable Double familiarity, boolean noneOfThese) {

  /** With the classes by name, the most probable first. */
  Recognition ranked(List<String> classes) {
    Prediction[] ranked = new Prediction[classes.size()];
    Arrays.setAll(ranked, c -> new Prediction(classes.get(c), probabilities[c]));
    Arrays.sort(ranked, Comparator.comparingDouble(Prediction::probability).reversed());
    return new Recognition(List.of(ranked), familiarity, noneOfThese);
  }
}
