package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tells whether explanations are true. */
@ExtendWith({OneThread.class, InScope.class})
class TruthTest {
  private final Rng rng = Rng.seeded(17);

  private static Relevance relevance(float... values) {
    return new Relevance(1, values.length, values, null);
  }

  @Test
  void deletionAndInsertionAreTheProbabilitiesWhilePixelsGoAndCome() {
    try (Module network = Kinked.network(rng);
        Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
      float[] image = Networks.image(rng);
      Question question = Question.why(1);
      float[] values = new float[64];
      for (int p = 0; p < 64; p++) {
        values[p] = (float) rng.nextGaussian();
      }
      Relevance relevance = new Relevance(8, 8, values, null);
      Faithfulness found = Faithfulness.of(explainer, image, question, relevance, rng);
      float[] grey = Baseline.MEAN.of(image, Networks.INPUT);
      float[] blurred = Baseline.BLURRED.of(image, Networks.INPUT);
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      double deletion = 0;
      double insertion = 0;
      for (int step = 0; step <= 32; step++) {
        float[] falling = image.clone();
        float[] rising = blurred.clone();
        for (int i = 0; i < image.length; i++) {
          // Two pixels a step: those above the smallest of the ones that stay.
          boolean gone = 2 * step == 64 || values[i % 64] > sorted[63 - 2 * step];
          falling[i] = gone ? grey[i] : image[i];
          rising[i] = gone ? image[i] : blurred[i];
        }
        double left = question.probability(Networks.logits(network, falling));
        double come = question.probability(Networks.logits(network, rising));
        assertThat(found.deletionCurve().get(step)).isCloseTo(left, within(1e-5));
        assertThat(found.insertionCurve().get(step)).isCloseTo(come, within(1e-5));
        double share = step == 0 || step == 32 ? 0.5 : 1;
        deletion += share * left / 32;
        insertion += share * come / 32;
      }
      assertThat(found.deletion()).isCloseTo(deletion, within(1e-5));
      assertThat(found.insertion()).isCloseTo(insertion, within(1e-5));
    }
  }

  /** In a linear score, a pixel's part is known, and no order can be better. */
  @Test
  void theTrueOrderGainsMoreThanAnyOther() {
    float[][] weights = Networks.randomWeights(2, rng);
    try (Module network = Networks.linearly(weights);
        Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
      float[] image = Networks.image(rng);
      Question question = Question.why(0);
      Relevance truth =
          explainer.explain(
              new IntegratedGradients(1, Baseline.MEAN), image, Question.whyRatherThan(0, 1), rng);
      double best = Faithfulness.of(explainer, image, question, truth, rng).deletion();
      for (int i = 0; i < 20; i++) {
        double other =
            Faithfulness.ofRandomOrder(explainer, image, question, rng.split("order", i))
                .deletion();
        assertThat(best).isLessThan(other);
      }
    }
  }

  @Test
  void theShareInsideAndThePointingGameCountWhatSpeaksForTheAnswer() {
    boolean[] object = {true, false, false, true};
    Localisation found = Localisation.of(relevance(3, 1, -8, 0), object);
    assertThat(found.inside()).isEqualTo(0.75);
    assertThat(found.area()).isEqualTo(0.5);
    assertThat(found.hit()).isTrue();
    Localisation beside = Localisation.of(relevance(1, 3, 0, 0), object);
    assertThat(beside.inside()).isEqualTo(0.25);
    assertThat(beside.hit()).isFalse();
    assertThat(Localisation.of(relevance(-1, -1, -1, -1), object).inside()).isEqualTo(0.5);
    assertThatThrownBy(() -> Localisation.of(relevance(1, 2), new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an object without pixels can't be pointed at");
  }

  @Test
  void ordersAreComparedBySpearmansRankCorrelation() {
    float[] rising = {1, 2, 5, 9};
    assertThat(RankCorrelation.of(rising, new float[] {-3, 0, 0.1f, 100})).hasValue(1);
    assertThat(RankCorrelation.of(rising, new float[] {4, 3, 2, 1})).hasValue(-1);
    assertThat(RankCorrelation.of(rising, new float[] {2, 1, 4, 3}).orElseThrow())
        .isCloseTo(0.6, within(1e-12));
    // Ranks 0.5, 0.5, 2.5, 2.5 against 0 to 3: 4 / sqrt(4 x 5).
    assertThat(RankCorrelation.of(rising, new float[] {0, 0, 7, 7}).orElseThrow())
        .isCloseTo(4 / Math.sqrt(20), within(1e-12));
    assertThat(RankCorrelation.of(rising, new float[4])).isEmpty();
  }

  @Test
  void anExplanationOfALinearScoreDoesNotMoveWithTheImage() {
    try (Module network = Networks.linearly(Networks.randomWeights(3, rng));
        Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
      float[] image = Networks.image(rng);
      Question question = Question.why(2);
      assertThat(sensitivity(explainer, new Saliency(), image, question)).isZero();
      assertThat(sensitivity(explainer, new InputTimesGradient(), image, question))
          .isBetween(0.001, 0.1);
    }
  }

  private double sensitivity(
      Explainer explainer, Explanation how, float[] image, Question question) {
    Relevance own = explainer.explain(how, image, question, rng);
    return Sensitivity.of(explainer, how, image, question, own, rng);
  }

  @Test
  void theNetworkHasItsWeightsBackAfterTheSanityCheck() {
    try (Module network = Kinked.network(rng)) {
      Map<String, float[]> before = values(network);
      float[] image = Networks.image(rng);
      Question question = Question.why(0);
      List<Explanation> methods = List.of(new Saliency(), new GradCam("1"));
      Map<String, List<Relevance>> own = new LinkedHashMap<>();
      for (Explanation how : methods) {
        try (Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
          own.put(
              how.name(), List.of(explainer.explain(how, image, question, rng.split("image", 0))));
        }
      }
      Map<String, SanityCheck> found =
          SanityCheck.of(
              network,
              Networks.INPUT,
              Networks.HOW,
              methods,
              List.of(new Comparison.Case(image, question, null)),
              own,
              rng);
      assertThat(found.keySet()).containsExactly("saliency", "grad-cam");
      assertThat(found.values())
          .allSatisfy(
              check -> {
                assertThat(check.stages())
                    .extracting(SanityCheck.Stage::downTo)
                    .startsWith("6")
                    .endsWith("0");
                assertThat(check.stages())
                    .allSatisfy(stage -> assertThat(stage.likeness()).isBetween(-1.0, 0.999));
              });
      Map<String, float[]> after = values(network);
      before.forEach((name, value) -> assertThat(after.get(name)).as(name).isEqualTo(value));
    }
  }

  @Test
  void aStageWhoseOutputsOverflowIsLeftOut() {
    try (Module network = Networks.overflowing(rng)) {
      float[] image = Networks.image(rng);
      Saliency saliency = new Saliency();
      Question question = Question.why(1);
      List<Relevance> own;
      try (Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
        own = List.of(explainer.explain(saliency, image, question, rng));
      }
      SanityCheck found =
          SanityCheck.of(
                  network,
                  Networks.INPUT,
                  Networks.HOW,
                  List.of(saliency),
                  List.of(new Comparison.Case(image, question, null)),
                  Map.of("saliency", own),
                  rng)
              .get("saliency");
      assertThat(found.stages()).isNotEmpty().hasSizeLessThan(SanityCheck.MOST_STAGES);
      // Its own map is the same everywhere, so there is nothing to compare.
      assertThat(found.compared()).isZero();
      assertThat(found.likeness()).isNull();
    }
  }

  @Test
  void randomWeightsHaveTheSizeOfThoseTheyStandFor() {
    try (Module network = Kinked.network(rng)) {
      Map<String, float[]> before = values(network);
      try (RandomWeights weights = new RandomWeights(network, rng)) {
        assertThat(weights.layers()).containsExactly("6", "3", "0");
        weights.randomize(1);
        assertThat(values(network).get("3.weight")).isEqualTo(before.get("3.weight"));
        float[] matrix = values(network).get("6.weight");
        assertThat(matrix).isNotEqualTo(before.get("6.weight"));
        assertThat(length(matrix)).isCloseTo(length(before.get("6.weight")), within(0.15));
        weights.randomize(3);
        assertThat(values(network).get("6.weight")).isEqualTo(matrix);
        float[] bias = values(network).get("0.bias");
        assertThat(bias).containsExactlyInAnyOrder(before.get("0.bias"));
      }
    }
  }

  private static double length(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static Map<String, float[]> values(Module network) {
    Map<String, float[]> values = new LinkedHashMap<>();
    network.parameters().forEach((name, tensor) -> values.put(name, tensor.detach().toFloats()));
    return values;
  }

  /** What a linear network says comes from its weights alone, and each method finds all of it. */
  @Test
  void aComparisonTellsWhatHoldsAndWhereTheObjectIs() {
    float[][] weights = new float[2][Networks.SIZE];
    boolean[] object = new boolean[64];
    for (int p = 0; p < 64; p++) {
      object[p] = p / 8 < 4 && p % 8 < 4;
      for (int c = 0; c < 3; c++) {
        weights[0][c * 64 + p] = object[p] ? (float) (0.5 + rng.nextDouble()) : 0;
      }
    }
    Question question = Question.whyRatherThan(0, 1);
    List<Comparison.Case> cases = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      float[] image = new float[Networks.SIZE];
      for (int i = 0; i < image.length; i++) {
        // Surroundings as far from the mean colour as the object is.
        float around = i % 2 == 0 ? 0.1f : 0.9f;
        image[i] = object[i % 64] ? 0.8f + 0.1f * (float) rng.nextDouble() : around;
      }
      cases.add(new Comparison.Case(image, question, object));
    }
    try (Module network = Networks.linearly(weights)) {
      List<String> done = new ArrayList<>();
      List<MethodFigures> found =
          Comparison.of(
              network,
              Networks.INPUT,
              Networks.HOW,
              List.of(new Saliency(), new IntegratedGradients(4, Baseline.MEAN)),
              cases,
              rng,
              done::add);
      assertThat(done).containsExactly("saliency", "integrated-gradients");
      for (MethodFigures figures : found) {
        assertThat(figures.inside()).as(figures.method()).isCloseTo(1, within(1e-6));
        assertThat(figures.insideOverUniform()).isCloseTo(4, within(1e-5));
        assertThat(figures.pointing()).isOne();
        assertThat(figures.gainOverRandom()).isPositive();
        assertThat(figures.gain().mean()).isEqualTo(figures.gainOverRandom());
        assertThat(figures.gain().images()).isEqualTo(12);
        assertThat(figures.sanity().passes()).isTrue();
        assertThat(figures.reasons()).isEmpty();
        assertThat(figures.verdict()).isEqualTo("holds");
      }
      assertThat(found.get(0).check()).isNull();
      assertThat(found.get(1).check()).isNotNull();
      MethodFigures few =
          Comparison.of(
                  network,
                  Networks.INPUT,
                  Networks.HOW,
                  List.of(new Saliency()),
                  cases.subList(0, 4),
                  rng,
                  done::add)
              .get(0);
      assertThat(few.verdict()).isEqualTo("can't tell");
      assertThat(few.reasons())
          .containsExactly("4 images are too few for a verdict, which takes 5");
    }
  }

  @Test
  void aMapThatIsBlankIsNotOneThatChanged() {
    try (Module network = Kinked.network(rng)) {
      Saliency saliency = new Saliency();
      List<Comparison.Case> cases = new ArrayList<>();
      List<Relevance> own = new ArrayList<>();
      try (Explainer explainer = Explainer.of(network, Networks.INPUT, Networks.HOW)) {
        for (int i = 0; i < 12; i++) {
          float[] image = Networks.image(rng);
          cases.add(new Comparison.Case(image, Question.why(1), null));
          own.add(explainer.explain(saliency, image, Question.why(1), rng.split("image", i)));
        }
      }
      SanityCheck all = check(network, saliency, cases, own);
      assertThat(all.compared()).isEqualTo(all.pairs()).isEqualTo(12 * all.stages().size());
      for (int i = 1; i < 12; i++) {
        own.set(i, Relevance.blank(Networks.INPUT));
      }
      SanityCheck one = check(network, saliency, cases, own);
      assertThat(one.compared()).isEqualTo(one.stages().size());
      assertThat(one.pairs()).isEqualTo(all.pairs());
      double sum = 0;
      for (SanityCheck.Stage stage : one.stages()) {
        sum += stage.likeness();
      }
      assertThat(one.likeness()).isCloseTo(sum / one.stages().size(), within(1e-12));
      assertThat(one.holds() || one.fails()).isFalse();
      own.set(0, Relevance.blank(Networks.INPUT));
      SanityCheck none = check(network, saliency, cases, own);
      assertThat(none.likeness()).isNull();
      assertThat(none.passes()).isFalse();
      assertThat(none.stages()).extracting(SanityCheck.Stage::likeness).containsOnlyNulls();
    }
  }

  private SanityCheck check(
      Module network, Explanation how, List<Comparison.Case> cases, List<Relevance> own) {
    return SanityCheck.of(
            network,
            Networks.INPUT,
            Networks.HOW,
            List.of(how),
            cases,
            Map.of(how.name(), own),
            rng)
        .get(how.name());
  }

  @Test
  void aMeanIsOnNeitherSideOfABoundThatItsIntervalHolds() {
    double[] values = {0.3, 0.7, 0.4, 0.6, 0.45, 0.55, 0.35, 0.65, 0.5, 0.4};
    OverImages found = OverImages.of(values);
    // By hand: mean 0.49, standard error 0.0420, Student's 97.5 % point 2.262 of 9.
    assertThat(found.mean()).isCloseTo(0.49, within(1e-12));
    assertThat(found.half()).isCloseTo(0.0951, within(1e-3));
    assertThat(found.isBelow(0.5) || found.isAbove(0.5)).isFalse();
    assertThat(found.isBelow(0.6)).isTrue();
    assertThat(found.isAbove(0.38)).isTrue();
    OverImages few = OverImages.of(Arrays.copyOf(values, 4));
    assertThat(few.isBelow(10) || few.isAbove(-10)).isFalse();
    assertThat(OverImages.of(new double[] {1}).standardError()).isNull();
  }
}
