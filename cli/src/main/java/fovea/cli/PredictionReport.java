package fovea.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.evaluate.Prediction;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one image shows, as programs read it; either predictions or an error.
 *
 * @param predictions the most probable class first
 * @param error why there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PredictionReport(
    String image, @Nullable List<ClassProbability> predictions, @Nullable String error) {

  record ClassProbability(@JsonProperty("class") String name, double probability) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.1f %%", name, 100 * probability);
    }
  }

  static PredictionReport of(String image, List<Prediction> ranked, int top) {
    return new PredictionReport(
        image,
        ranked.stream()
            .limit(top)
            .map(prediction -> new ClassProbability(prediction.name(), prediction.probability()))
            .toList(),
        null);
  }

  static PredictionReport failed(String image, String error) {
    return new PredictionReport(image, null, error);
  }

  boolean isError() {
    return error != null;
  }

  /** For people. */
  String classes() {
    return predictions == null
        ? ""
        : predictions.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
