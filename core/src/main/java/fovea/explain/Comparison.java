package fovea.explain;

import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Random orders of an image's pixels: what one gains depends on it. */
  private static final int ORDERS = 4;

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
    double[] random;
    try (Explainer explainer = Explainer.of(network, input, how)) {
      Comparison comparison = new Comparison(explainer, cases, rng);
      random = comparison.randomGains();
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

  /** Of each image, the mean over some orders. */
  private double[] randomGains() {
    double[] gains = new double[cases.size()];
    for (int i = 0; i < gains.length; i++) {
      Case one = cases.get(i);
      for (int order = 0; order < ORDERS; order++) {
        Rng own = rng.split("random order", i).split("order", order);
        gains[i] +=
            Faithfulness.ofRandomOrder(explainer, one.image, one.question, own).gain() / ORDERS;
      }
    }
    return gains;
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
      String name, Found found, double[] random, SanityCheck sanity) {
    OverImages gain =
        OverImages.of(
            IntStream.range(0, random.length)
                .mapToDouble(i -> found.faithfulness.get(i).gain() - random[i])
                .toArray());
    OverImages sensitivity =
        OverImages.of(found.sensitivity.stream().mapToDouble(Double::doubleValue).toArray());
    SelfCheck check = check(found.relevance);
    Doubts doubts = Doubts.of(found.relevance, gain, sensitivity, sanity, check);
    return new MethodFigures(
        name,
        found.milliseconds,
        check,
        mean(found.faithfulness, Faithfulness::deletion).orElse(0),
        mean(found.faithfulness, Faithfulness::insertion).orElse(0),
        meanCurve(found.faithfulness, Faithfulness::deletionCurve),
        meanCurve(found.faithfulness, Faithfulness::insertionCurve),
        gain.mean(),
        gain,
        sensitivity.mean(),
        sanity,
        boxed(mean(found.localisation, Localisation::inside)),
        boxed(mean(found.localisation, at -> at.inside() / at.area())),
        boxed(mean(found.localisation, at -> at.hit() ? 1 : 0)),
        doubts.against(),
        doubts.unsettled());
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
