package fovea.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import fovea.evaluate.Familiarity;
import fovea.evaluate.NoneOfThese;
import fovea.evaluate.Percentiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threshold in a model file below which an image shows none of the classes, and what it was
 * fitted to.
 *
 * @param method name of the {@link Familiarity} that it is of
 * @param threshold the lowest familiarity of an image that shows one of the classes
 * @param accepted share of the validation images that reach it
 * @param images of the validation split that it was fitted to
 * @param data fingerprint of their data set
 * @param features SHA-256 of the file of known features beside the model, where the method needs it
 * @param percentiles familiarity that 0, 1, ... 100 % of the validation images reach; null in files
 *     of versions that didn't keep it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FittedThreshold(
    String method,
    double threshold,
    double accepted,
    int images,
    String data,
    @Nullable String features,
    @Nullable List<Double> percentiles) {
  /** Where a model file has it, as JSON. */
  static final String KEY = "fovea.noneOfThese";

  public FittedThreshold {
    if (method == null || !Double.isFinite(threshold)) { // a file may lack what a caller can't
      throw new IllegalArgumentException("expected a method and a threshold");
    }
    percentiles = percentiles == null ? null : new Percentiles(percentiles).reached();
  }

  /** When an image shows none of the classes. */
  NoneOfThese by(Familiarity familiarity) {
    return new NoneOfThese(
        familiarity, threshold, percentiles == null ? null : new Percentiles(percentiles));
  }

  /** The same beside another file of known features. */
  FittedThreshold comparing(String sha256) {
    return new FittedThreshold(method, threshold, accepted, images, data, sha256, percentiles);
  }
}
