package fovea.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.evaluate.Recognition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one image shows, as programs read it; either predictions or an error.
 *
 * @param predictions the most probable class first
 * @param temperature that the probabilities were calibrated by; null where there is none
 * @param familiarity how much the image is like known ones; null where the model has no threshold
 * @param none the share of validation images that are more familiar; null where the model doesn't
 *     say how familiar those are
 * @param noneOfThese whether it is too little familiar for any class; null where the model has no
 *     threshold
 * @param error why there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PredictionReport(
    String image,
    @Nullable List<ClassProbability> predictions,
    @Nullable Double temperature,
    @Nullable Double familiarity,
    @Nullable Double none,
    @Nullable Boolean noneOfThese,
    @Nullable String error) {

  record ClassProbability(@JsonProperty("class") String name, double probability) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.1f %%", name, 100 * probability);
    }
  }

  static PredictionReport of(
      String image, Recognition recognition, int top, @Nullable Double temperature) {
    Double familiarity = recognition.familiarity();
    return new PredictionReport(
        image,
        recognition.ranked().stream()
            .limit(top)
            .map(prediction -> new ClassProbability(prediction.name(), prediction.probability()))
            .toList(),
        temperature,
        familiarity,
        recognition.strangeness(),
        familiarity == null ? null : recognition.noneOfThese(),
        null);
  }

  static PredictionReport failed(String image, String error) {
    return new PredictionReport(image, null, null, null, null, null, error);
  }

  boolean isError() {
    return error != null;
  }

  /** For people. */
  String classes() {
    if (predictions == null) {
      return "";
    }
    String ranked = predictions.stream().map(Object::toString).collect(Collectors.joining(", "));
    return Boolean.TRUE.equals(noneOfThese)
        ? "none of these (%s)%s".formatted(ranked, stranger())
        : ranked;
  }

  private String stranger() {
    return none == null
        ? ""
        : String.format(Locale.ROOT, ", stranger than %.1f %% of validation images", 100 * none);
  }
}
