package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Explanations by the gradient of the image. */
@ExtendWith({OneThread.class, InScope.class})
class GradientMethodsTest {
  private static final List<Question> QUESTIONS =
      List.of(Question.why(2), Question.whyRatherThan(1, 3));

  private final Rng rng = Rng.seeded(11);
  private final float[] image = Networks.image(rng);

  @Test
  void saliencyIsTheLargestSlopeByFiniteDifferences() {
    try (Module network = Networks.smooth(rng)) {
      for (Question question : QUESTIONS) {
        double[] slopes = Networks.slopes(network, image, question);
        Relevance found = Networks.explained(network, new Saliency(), image, question);
        assertThat(Networks.off(found.values(), Networks.largest(slopes))).isLessThan(0.01);
      }
    }
  }

  @Test
  void inputTimesGradientIsTheSlopeTimesTheValue() {
    try (Module network = Networks.smooth(rng)) {
      Question question = Question.whyRatherThan(0, 1);
      double[] products = Networks.slopes(network, image, question);
      for (int i = 0; i < products.length; i++) {
        products[i] *= image[i];
      }
      Relevance found = Networks.explained(network, new InputTimesGradient(), image, question);
      assertThat(Networks.off(found.values(), Networks.summed(products))).isLessThan(0.01);
    }
  }

  /** What each value gives to a linear score is known. */
  @Test
  void integratedGradientsOfALinearNetworkAreExactInOneStep() {
    float[][] weights = Networks.randomWeights(4, rng);
    try (Module network = Networks.linearly(weights)) {
      for (Question question : QUESTIONS) {
        for (Baseline baseline : Baseline.values()) {
          float[] start = baseline.of(image, Networks.INPUT);
          double[] parts = new double[Networks.SIZE];
          for (int i = 0; i < parts.length; i++) {
            Integer other = question.ratherThan();
            double weight = weights[question.about()][i] - (other == null ? 0 : weights[other][i]);
            parts[i] = weight * (image[i] - start[i]);
          }
          Relevance found =
              Networks.explained(network, new IntegratedGradients(1, baseline), image, question);
          assertThat(Networks.off(found.values(), Networks.summed(parts))).isLessThan(1e-4);
          assertThat(gap(found)).isLessThan(1e-3);
        }
      }
    }
  }

  @Test
  void integratedGradientsAddUpToTheRiseOfTheScoreWithinOnePercentAt128Steps() {
    for (int seed = 0; seed < 5; seed++) {
      try (Module network = Kinked.network(Rng.seeded(seed))) {
        float[] some = Networks.image(Rng.seeded(100 + seed));
        for (Baseline baseline : List.of(Baseline.BLACK, Baseline.MEAN)) {
          Question question = mostApart(network, some, baseline.of(some, Networks.INPUT));
          Relevance found =
              Networks.explained(network, new IntegratedGradients(128, baseline), some, question);
          double rise =
              Networks.score(network, some, question)
                  - Networks.score(network, baseline.of(some, Networks.INPUT), question);
          assertThat(found.total()).isCloseTo(rise, within(0.01 * Math.abs(rise)));
          assertThat(gap(found))
              .isCloseTo(Math.abs(found.total() - rise) / Math.abs(rise), within(1e-3))
              .isLessThan(0.01);
        }
      }
    }
  }

  /** Where steps of one length are off by several percent. */
  @Test
  void integratedGradientsAreWithinOnePercentWhereTheScoreIsSteepNearTheBaseline() {
    for (int seed = 0; seed < 5; seed++) {
      Rng own = Rng.seeded(seed);
      float[] some = Networks.image(own);
      float[] start = Baseline.MEAN.of(some, Networks.INPUT);
      try (TurningEarly network = TurningEarly.on(start, some, own)) {
        Relevance found =
            Networks.explained(
                network, new IntegratedGradients(128, Baseline.MEAN), some, Question.why(0));
        assertThat(Networks.off(found.values(), Networks.summed(network.integral(start, some))))
            .isLessThan(0.01);
        assertThat(gap(found)).isLessThan(0.01);
      }
    }
  }

  /**
   * Why the class whose score rises most from the baseline, rather than the one that falls most.
   */
  private static Question mostApart(Module network, float[] image, float[] baseline) {
    float[] rises = Networks.logits(network, image);
    float[] before = Networks.logits(network, baseline);
    int most = 0;
    int least = 0;
    for (int c = 0; c < rises.length; c++) {
      rises[c] -= before[c];
      most = rises[c] > rises[most] ? c : most;
      least = rises[c] < rises[least] ? c : least;
    }
    return Question.whyRatherThan(most, least);
  }

  @Test
  void anImageThatIsItsBaselineHasNoRelevanceAndNoGap() {
    try (Module network = Networks.smooth(rng)) {
      float[] black = new float[Networks.SIZE];
      Relevance found =
          Networks.explained(
              network, new IntegratedGradients(8, Baseline.BLACK), black, Question.why(0));
      assertThat(found.values()).containsOnly(0);
      assertThat(gap(found)).isZero();
    }
  }

  /** A mean over images would be no number. */
  @Test
  void aScoreThatNoPixelChangesHasNoGap() {
    IntegratedGradients how = new IntegratedGradients(8, Baseline.BLACK);
    try (Module dull = Networks.linearly(new float[Networks.CLASSES][Networks.SIZE]);
        Module ordinary = Networks.smooth(rng)) {
      double none = gap(Networks.explained(dull, how, image, Question.why(0)));
      double some = gap(Networks.explained(ordinary, how, image, Question.why(0)));
      assertThat(none).isZero();
      assertThat((none + some) / 2).isFinite();
    }
  }

  @Test
  void smoothGradIsTheMeanSlopeOfNoisyCopies() {
    try (Module network = Networks.smooth(rng)) {
      Question question = Question.why(1);
      SmoothGrad how = new SmoothGrad(4, 0.2);
      double least = 1;
      double most = 0;
      for (float value : image) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      double[] mean = new double[Networks.SIZE];
      for (int copy = 0; copy < 4; copy++) {
        Rng own = Rng.seeded(5).split(how.name()).split("sample", copy);
        float[] noisy = image.clone();
        for (int i = 0; i < noisy.length; i++) {
          noisy[i] = (float) (noisy[i] + 0.2 * (most - least) * own.nextGaussian());
        }
        double[] slopes = Networks.slopes(network, noisy, question);
        for (int i = 0; i < mean.length; i++) {
          mean[i] += slopes[i] / 4;
        }
      }
      Relevance found = Networks.explained(network, how, image, question);
      assertThat(Networks.off(found.values(), Networks.largest(mean))).isLessThan(0.01);
    }
  }

  private static double gap(Relevance relevance) {
    SelfCheck check = relevance.check();
    assertThat(check).isNotNull();
    assertThat(check.what()).isEqualTo("completenessGap");
    return check.value();
  }
}
