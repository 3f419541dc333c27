package fovea.cli;

import fovea.explain.Explainer;
import fovea.explain.Explanation;
import fovea.explain.Relevance;
import fovea.explain.SelfCheck;
import fovea.report.ExplainedPicture;
import fovea.report.HeatMap;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image with the relevance of its pixels.
 *
 * @param relevance by the name of the method, in order
 */
record ExplainedImage(AskedImage asked, Map<String, Relevance> relevance) {
  static ExplainedImage of(
      Explainer explainer, AskedImage image, List<Explanation> methods, Rng rng) {
    Map<String, Relevance> relevance = new LinkedHashMap<>();
    float[] values = image.values();
    for (Explanation method : methods) {
      relevance.put(method.name(), explainer.explain(method, values, image.question(), rng));
    }
    return new ExplainedImage(image, relevance);
  }

  /** How far off a method knows itself to be, if it does. */
  Optional<SelfCheck> check(String method) {
    return Optional.ofNullable(relevance.get(method)).map(Relevance::check);
  }

  /**
   * As the page shows it.
   *
   * @param cautions what to be careful about, by method
   */
  ExplainedPicture picture(List<String> classes, Map<String, String> cautions) {
    List<ExplainedPicture.Overlay> overlays = new ArrayList<>();
    relevance.forEach(
        (method, map) ->
            overlays.add(
                new ExplainedPicture.Overlay(
                    method,
                    remark(method, cautions.get(method)),
                    HeatMap.over(asked.pixels(), map))));
    Integer truth = asked.truth();
    return new ExplainedPicture(
        asked.name(),
        asked.pixels(),
        asked.answer(classes),
        truth == null ? null : classes.get(truth),
        asked.isRight(),
        asked.asked(classes),
        overlays);
  }

  private String remark(String method, @Nullable String caution) {
    Stream<String> checked =
        check(method).stream()
            .map(check -> String.format(Locale.ROOT, "%s %.2f", check.what(), check.value()));
    return Stream.concat(checked, Stream.ofNullable(caution)).collect(Collectors.joining("; "));
  }
}
