package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.FoveaException;
import fovea.explain.Comparison;
import fovea.explain.Explainer;
import fovea.explain.Explanation;
import fovea.explain.Explanations;
import fovea.explain.Question;
import fovea.explain.RandomizedView;
import fovea.explain.Relevance;
import fovea.explain.SanityCheck;
import fovea.explain.SelfCheck;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.report.HeatMap;
import fovea.serve.http.Query;
import fovea.serve.limits.Refusal;
import fovea.tensor.Rng;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which pixels an answer comes from, with what is known of whether that holds. */
record Explain() implements Study {
  private static final int SEED = 0;
  private static final String USUAL = "grad-cam";

  @SuppressWarnings("ArrayRecordComponent") // made once and written
  private record Explained(
      String method,
      @Nullable String layer,
      @JsonProperty("class") String about,
      @Nullable String ratherThan,
      double probability,
      String input,
      String map,
      String overlay,
      int width,
      int height,
      float[] relevance,
      @Nullable String caution,
      @Nullable Check check,
      @Nullable Sanity sanity) {}

  private record Check(String what, double value, double tolerated, boolean tooLarge) {}

  /**
   * @param random the map of the network with random weights
   */
  private record Sanity(
      double likeness, boolean passes, List<SanityCheck.Stage> stages, String random) {}

  @Override
  public List<String> parameters() {
    return List.of("method", "class", "ratherThan", "layer", "sanity");
  }

  @Override
  public boolean heedsInterrupts() {
    return true;
  }

  @Override
  public Object of(StudiedModel model, Pixels picture, Query query) {
    String layer = query.text("layer").orElse(null);
    Explanation method =
        new Explanations(model.model().input(), layer).named(query.text("method").orElse(USUAL));
    if (layer != null && !Explanations.looksAtLayer(method)) {
      throw Refusal.wrongParameter(
          "layer is of grad-cam and grad-cam++, expected one of them as method");
    }
    float[] image = picture.values();
    Rng rng = Rng.seeded(SEED);
    Question question;
    float[] logits;
    Relevance relevance;
    String looked;
    try (Explainer explainer =
        Explainer.of(model.model().network(), model.model().input(), model.execution())) {
      logits = explainer.logits(image);
      question = question(model, query, logits);
      relevance = explainer.explain(method, image, question, rng.split("image", 0));
      looked = Explanations.looksAtLayer(method) ? explainer.layer(layer) : null;
    }
    Sanity sanity =
        query.flag("sanity", true)
            ? sanity(model, method, new Comparison.Case(image, question, null), relevance, rng)
            : null;
    List<String> classes = model.model().classes();
    Integer other = question.ratherThan();
    return new Explained(
        method.name(),
        looked,
        classes.get(question.about()),
        other == null ? null : classes.get(other),
        question.probability(model.trained().temperature().applied(logits)),
        PngEncoder.dataAddress(picture),
        PngEncoder.dataAddress(HeatMap.of(relevance)),
        PngEncoder.dataAddress(HeatMap.over(picture, relevance)),
        relevance.width(),
        relevance.height(),
        relevance.values(),
        method.caution().orElse(null),
        Optional.ofNullable(relevance.check()).map(Explain::check).orElse(null),
        sanity);
  }

  private static Question question(StudiedModel model, Query query, float[] logits) {
    int about =
        query
            .text("class")
            .map(model::number)
            .orElseGet(() -> Question.whyPredicted(logits).about());
    Optional<Integer> other = query.text("ratherThan").map(model::number);
    if (other.filter(number -> number == about).isPresent()) {
      throw Refusal.wrongParameter(
          "class and ratherThan are both `%s`, expected two classes"
              .formatted(model.model().classes().get(about)));
    }
    return new Question(about, other.orElse(null));
  }

  private static Check check(SelfCheck check) {
    return new Check(check.what(), check.value(), check.tolerated(), check.tooLarge());
  }

  /**
   * Null where nothing says whether the explanation depends on what was learnt, as where maps are
   * blank.
   */
  private static @Nullable Sanity sanity(
      StudiedModel model, Explanation method, Comparison.Case one, Relevance own, Rng rng) {
    RandomizedView view;
    try {
      view =
          RandomizedView.of(
              model.model().network(),
              model.model().input(),
              model.execution(),
              method,
              one,
              own,
              rng);
    } catch (FoveaException e) { // with random weights no outputs are finite
      return null;
    }
    Double likeness = view.check().likeness();
    if (likeness == null) {
      return null;
    }
    return new Sanity(
        likeness,
        view.check().passes(),
        view.check().stages().stream().filter(stage -> stage.likeness() != null).toList(),
        PngEncoder.dataAddress(HeatMap.of(view.relevance())));
  }
}
