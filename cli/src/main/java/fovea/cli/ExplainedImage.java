package fovea.cli;

import fovea.explain.Explainer;
import fovea.explain.Explanation;
import fovea.explain.Relevance;
import fovea.report.ExplainedPicture;
import fovea.report.HeatMap;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image with the relevance of its pixels.
 *
 * @param relevance by the name of the method, in order
 */
record ExplainedImage(AskedImage asked, Map<String, Relevance> relevance) {
  static ExplainedImage of(
      Explainer explainer, AskedImage image, List<Explanation> methods, Rng rng) {
    Map<String, Relevance> relevance = new LinkedHashMap<>();
    for (Explanation method : methods) {
      relevance.put(
          method.name(), explainer.explain(method, image.values(), image.question(), rng));
    }
    return new ExplainedImage(image, relevance);
  }

  /** As the page shows it. */
  ExplainedPicture picture(List<String> classes) {
    List<ExplainedPicture.Overlay> overlays = new ArrayList<>();
    relevance.forEach(
        (method, map) ->
            overlays.add(new ExplainedPicture.Overlay(method, HeatMap.over(asked.pixels(), map))));
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
}
