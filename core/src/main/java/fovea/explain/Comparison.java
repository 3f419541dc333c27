package fovea.explain;

import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts explanations side by side, with what is known of whether each tells the truth. */
public final class Comparison {
  /** About how often an image is explained to judge a method. */
  public static final int EXPLANATIONS = 1 + Sensitivity.DRAWS + SanityCheck.MOST_STAGES;

  /** An explanation that moves by more than its own length says something else each time. */
  private static final double UNSTABLE = 1;

  /** A map may be blank where nothing speaks for an answer. */
  private static final double RARE = 0.1;

  private final Explainer explainer;
  private final List<Case> cases;
  private final Rng rng;

  /**
   * An image and what is asked of it.
   *
   * @param image [C, H, W] flattened, in [0, 1]
   * @param object where the object is, [H, W] flattened, or null where nobody knows
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared, not copied
  public record Case(float[] image, Question question, boolean @Nullable [] object) {}

  /** What was found of one explanation, one value for each case. */
  private record Found(
      List<Relevance> relevance,
      double milliseconds,
      List<Faithfulness> faithfulness,
      List<Double> sensitivity,
      List<Localisation> localisation) {}

  private Comparison(Explainer explainer, List<Case> cases, Rng rng) {
    this.explainer = explainer;
    this.cases = cases;
    this.rng = rng;
  }

  /**
   * Compares explanations.
   *
   * @param network has its weights made random meanwhile and back afterwards; nobody else may use
   *     it
   * @param input [C, H, W]
   * @param explanations that are for this network
   * @param cases at least one
   * @param done hears the name of each explanation once it was looked at
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static List<MethodFigures> of(
      Module network,
      Shape input,
      Execution how,
      List<Explanation> explanations,
      List<Case> cases,
      Rng rng,
      Consumer<String> done) {
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("there are no images to compare explanations by");
    }
    Map<String, Found> found = new LinkedHashMap<>();
    double random;
    try (Explainer explainer = Explainer.of(network, input, how)) {
      Comparison comparison = new Comparison(explainer, cases, rng);
      random = comparison.randomGain();
      for (Explanation explanation : explanations) {
        found.put(explanation.name(), comparison.look(explanation));
        done.accept(explanation.name());
      }
    }
    Map<String, List<Relevance>> own = new LinkedHashMap<>();
    found.forEach((name, all) -> own.put(name, all.relevance));
    Map<String, SanityCheck> sanity =
        SanityCheck.of(network, input, how, explanations, cases, own, rng);
    List<MethodFigures> figures = new ArrayList<>();
    found.forEach(
        (name, all) ->
            figures.add(figures(name, all, random, Objects.requireNonNull(sanity.get(name)))));
    return figures;
  }

  private double randomGain() {
    double sum = 0;
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      sum +=
          Faithfulness.ofRandomOrder(
                  explainer, one.image, one.question, rng.split("random order", i))
              .gain();
    }
    return sum / cases.size();
  }

  private Found look(Explanation explanation) {
    List<Relevance> relevance = new ArrayList<>();
    // What a first call prepares is no image's own.
    Relevance unused =
        explainer.explain(
            explanation, cases.get(0).image, cases.get(0).question, rng.split("image", 0));
    long start = System.nanoTime();
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      relevance.add(explainer.explain(explanation, one.image, one.question, rng.split("image", i)));
    }
    double milliseconds = (System.nanoTime() - start) / 1e6 / cases.size();
    List<Faithfulness> faithfulness = new ArrayList<>();
    List<Double> sensitivity = new ArrayList<>();
    List<Localisation> localisation = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      Rng own = rng.split("image", i);
      faithfulness.add(Faithfulness.of(explainer, one.image, one.question, relevance.get(i), own));
      sensitivity.add(
          Sensitivity.of(explainer, explanation, one.image, one.question, relevance.get(i), own));
      boolean[] object = one.object;
      if (object != null) {
        localisation.add(Localisation.of(relevance.get(i), object));
      }
    }
    return new Found(relevance, milliseconds, faithfulness, sensitivity, localisation);
  }

  private static MethodFigures figures(
      String name, Found found, double random, SanityCheck sanity) {
    double deletion = mean(found.faithfulness, Faithfulness::deletion).orElse(0);
    double insertion = mean(found.faithfulness, Faithfulness::insertion).orElse(0);
    double gain = insertion - deletion - random;
    double sensitivity = mean(found.sensitivity, Double::doubleValue).orElse(0);
    SelfCheck check = check(found.relevance);
    return new MethodFigures(
        name,
        found.milliseconds,
        check,
        deletion,
        insertion,
        meanCurve(found.faithfulness, Faithfulness::deletionCurve),
        meanCurve(found.faithfulness, Faithfulness::insertionCurve),
        gain,
        sensitivity,
        sanity,
        boxed(mean(found.localisation, Localisation::inside)),
        boxed(mean(found.localisation, at -> at.inside() / at.area())),
        boxed(mean(found.localisation, at -> at.hit() ? 1 : 0)),
        doubts(found.relevance, gain, sensitivity, sanity, check));
  }

  private static List<String> doubts(
      List<Relevance> relevance,
      double gain,
      double sensitivity,
      SanityCheck sanity,
      @Nullable SelfCheck check) {
    List<String> doubts = new ArrayList<>();
    long blank = relevance.stream().filter(Relevance::isBlank).count();
    if (blank > RARE * relevance.size()) {
      doubts.add(
          "it is blank for %d of %d images, and says nothing of them"
              .formatted(blank, relevance.size()));
    }
    if (!sanity.passes()) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "it stays like itself (rank correlation %.2f) while weights become random, so it"
                  + " shows the image rather than what the model has learnt",
              sanity.likeness()));
    }
    if (gain <= 0) {
      doubts.add(
          "taking its most relevant pixels away changes the answer no more than taking any, so it"
              + " doesn't show what the model goes by");
    }
    if (sensitivity > UNSTABLE) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "a change of the image that nobody sees changes it by %.1f times its length",
              sensitivity));
    }
    if (check != null && check.tooLarge()) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "it is inaccurate by its own account (%s %.2f); more steps or samples help",
              check.what(),
              check.value()));
    }
    return doubts;
  }

  private static @Nullable SelfCheck check(List<Relevance> relevance) {
    List<SelfCheck> checks = new ArrayList<>();
    for (Relevance one : relevance) {
      SelfCheck check = one.check();
      if (check != null) {
        checks.add(check);
      }
    }
    return checks.isEmpty()
        ? null
        : new SelfCheck(
            checks.get(0).what(),
            mean(checks, SelfCheck::value).orElse(0),
            checks.get(0).tolerated());
  }

  private static List<Double> meanCurve(
      List<Faithfulness> all, Function<Faithfulness, List<Double>> curve) {
    return IntStream.range(0, curve.apply(all.get(0)).size())
        .mapToObj(i -> mean(all, one -> curve.apply(one).get(i)).orElse(0))
        .toList();
  }

  private static <T> OptionalDouble mean(List<T> values, ToDoubleFunction<T> figure) {
    return values.stream().mapToDouble(figure).average();
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
