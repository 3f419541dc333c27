package fovea.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The threshold in a model file below which an image shows none of the classes, and what it was
 * fitted to.
 *
 * @param method name of the {@link fovea.evaluate.Familiarity} that it is of
 * @param threshold the lowest familiarity of an image that shows one of the classes
 * @param accepted share of the validation images that reach it
 * @param images of the validation split that it was fitted to
 * @param data fingerprint of their data set
 * @param features SHA-256 of the file of known features beside the model, where the method needs it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FittedThreshold(
    String method,
    double threshold,
    double accepted,
    int images,
    String data,
    @Nullable String features) {
  /** Where a model file has it, as JSON. */
  static final String KEY = "fovea.noneOfThese";

  public FittedThreshold {
    if (method == null || !Double.isFinite(threshold)) { // a file may lack what a caller can't
      throw new IllegalArgumentException("expected a method and a threshold");
    }
  }

  /** The same beside another file of known features. */
  FittedThreshold comparing(String sha256) {
    return new FittedThreshold(method, threshold, accepted, images, data, sha256);
  }
}
