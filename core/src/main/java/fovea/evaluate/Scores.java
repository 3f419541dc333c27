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
 * @param strangeness share of validation images that are more familiar, in [0, 1]; null where
 *     nobody asks, or nobody kept how familiar those are
 * @param noneOfThese whether it is too little familiar for any of the classes
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
public record Scores(
    float[] probabilities,
    @Nullable Double familiarity,
    @Nullable Double strangeness,
    boolean noneOfThese) {

  /** With the classes by name, the most probable first. */
  Recognition ranked(List<String> classes) {
    Prediction[] ranked = new Prediction[classes.size()];
    Arrays.setAll(ranked, c -> new Prediction(classes.get(c), probabilities[c]));
    Arrays.sort(ranked, Comparator.comparingDouble(Prediction::probability).reversed());
    return new Recognition(List.of(ranked), familiarity, strangeness, noneOfThese);
  }
}
