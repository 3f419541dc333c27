package fovea.serve.v1;

import fovea.explain.Explanations;
import fovea.files.FileName;
import fovea.models.Model;
import fovea.run.FittedTemperature;
import fovea.run.FittedThreshold;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import fovea.serve.model.Structure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model is.
 *
 * @param versions that are served
 * @param file it was read from
 * @param network its name in the catalogue, with its arguments
 * @param input [3, height, width]
 * @param calibration null where its probabilities aren't fitted
 * @param noneOfThese null where nothing says that an image shows none of its classes
 * @param trainedOn what its run called the data, without where they lie; null where it lies in no
 *     run's folder
 * @param data on which it is judged; null where the service has none
 * @param explanations that may be asked for
 * @param layers that explanations of a layer may look at; the last one unless they are told
 * @param neighbours whether there is an index of pictures by it
 * @param session whether it was made while the service runs, and ends with it
 * @param formats in which it may be computed
 * @param download where its file is had
 */
record ModelFacts(
    String model,
    String version,
    List<String> versions,
    boolean ready,
    String file,
    String network,
    Map<String, Object> arguments,
    List<String> classes,
    List<Long> input,
    long parameters,
    long macs,
    String precision,
    @Nullable Calibrated calibration,
    @Nullable Rejecting noneOfThese,
    @Nullable String trainedOn,
    @Nullable Judging data,
    List<Explaining> explanations,
    List<String> layers,
    boolean neighbours,
    boolean session,
    List<String> formats,
    String download) {

  /**
   * What calibrates it.
   *
   * @param images that the temperature was fitted to
   */
  record Calibrated(double temperature, int images) {}

  /**
   * What tells unknown images.
   *
   * @param accepted share of validation images that count as known
   */
  record Rejecting(String method, double accepted, int images) {}

  /** The data on which it is judged. */
  record Judging(String name) {}

  /**
   * A way to explain its answers.
   *
   * @param caution what someone should know before believing it, or null
   */
  record Explaining(String name, @Nullable String caution) {}

  static ModelFacts of(
      ModelVersion version, ServedModels models, Optional<String> data, boolean neighbours) {
    Model model = version.model();
    Structure structure = version.structure();
    return new ModelFacts(
        version.name(),
        version.version(),
        models.versions(version.name()),
        true,
        FileName.of(version.trained().file()),
        model.name(),
        model.arguments(),
        model.classes(),
        Arrays.stream(model.input().toArray()).boxed().toList(),
        structure.parameters(),
        structure.macs(),
        version.trained().execution().precision().toString(),
        version.fitted().temperature().map(ModelFacts::of).orElse(null),
        version.fitted().noneOfThese().map(ModelFacts::of).orElse(null),
        version.trained().dataName().map(FileName::last).orElse(null),
        data.map(Judging::new).orElse(null),
        new Explanations(model.input(), null)
            .all().stream()
                .map(found -> new Explaining(found.name(), found.caution().orElse(null)))
                .toList(),
        structure.layers(),
        neighbours,
        models.isOfSession(version.name()),
        Models.FORMATS,
        Models.path(version.name()) + "/versions/" + version.version() + "/file");
  }

  private static Calibrated of(FittedTemperature fitted) {
    return new Calibrated(fitted.temperature(), fitted.images());
  }

  private static Rejecting of(FittedThreshold fitted) {
    return new Rejecting(fitted.method(), fitted.accepted(), fitted.images());
  }
}
