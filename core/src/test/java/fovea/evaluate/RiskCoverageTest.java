package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Split;
import fovea.tensor.Rng;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RiskCoverageTest {
  /** The mean over many orders of equally sure images, each walked through image by image. */
  @Test
  void theAreaIsTheMeanOverOrdersOfTies() {
    Rng rng = Rng.seeded(9);
    for (int seed = 0; seed < 20; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.of(seed, 12, 2);
      double mean = 0;
      int orders = 20_000;
      for (int order = 0; order < orders; order++) {
        mean += area(outputs, rng.permutation(12)) / orders;
      }
      assertThat(RiskCoverage.of(outputs, Bootstrap.none()).area())
          .as("seed %d", seed)
          .isCloseTo(mean, within(0.005));
    }
  }

  private static double area(Outputs<?> outputs, int[] shuffled) {
    List<Integer> sorted =
        IntStream.of(shuffled)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -LogOdds.ofPredicted(outputs)[i]))
            .toList();
    double area = 0;
    double wrong = 0;
    for (int i = 0; i < sorted.size(); i++) {
      int image = sorted.get(i);
      wrong += outputs.predicted(image) == outputs.label(image) ? 0 : 1;
      area += wrong / (i + 1) / sorted.size();
    }
    return area;
  }

  @Test
  void withoutTiesItEqualsTheDefinition() {
    for (int seed = 0; seed < 100; seed++) {
      Rng rng = Rng.seeded(seed);
      int n = 1 + rng.nextInt(300);
      float[] logits = new float[3 * n];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) rng.nextGaussian();
      }
      int[] labels = IntStream.range(0, n).map(i -> rng.nextInt(3)).toArray();
      Outputs<Split.Test> outputs = RandomOutputs.of(labels, logits, 3);
      RiskCoverage found = RiskCoverage.of(outputs, Bootstrap.none());
      int[] order = IntStream.range(0, n).toArray();
      assertThat(found.area()).as("seed %d", seed).isCloseTo(area(outputs, order), within(1e-12));
      List<RiskCoverage.Point> points = found.points();
      assertThat(points).hasSize(Math.min(n, 100));
      RiskCoverage.Point last = points.get(points.size() - 1);
      assertThat(last.coverage()).isEqualTo(1);
      assertThat(last.risk()).isCloseTo(1 - Evaluation.of(outputs).accuracy(), within(1e-12));
      for (RiskCoverage.Point point : points) {
        Abstention asked = new Abstention(0, point.confidence(), 1, 0, 0);
        assertThat(asked.on(outputs).coverage()).isCloseTo(point.coverage(), within(1e-12));
        assertThat(asked.on(outputs).errorRate()).isCloseTo(point.risk(), within(1e-12));
      }
    }
  }

  @Test
  void theIntervalHoldsTheArea() {
    RiskCoverage found =
        RiskCoverage.of(RandomOutputs.of(1, 500, 4), new Bootstrap(300, Rng.seeded(1), 2));
    assertThat(found.area()).isBetween(found.interval().low(), found.interval().high());
  }

  /** All thresholds that there are, one by one. */
  @Test
  void theThresholdAnswersAsMuchAsTheErrorRateAllows() {
    for (int seed = 0; seed < 200; seed++) {
      Outputs<Split.Validation> outputs = RandomOutputs.of(seed, 60, 3);
      double wanted = 0.05 * (seed % 8);
      double coverage = 0;
      for (int i = 0; i < 60; i++) {
        double confidence = outputs.probabilities(i)[outputs.predicted(i)];
        Abstention.Outcome outcome = new Abstention(0, confidence, 1, 0, 0).on(outputs);
        if (outcome.errorRate() <= wanted + 1e-12) {
          coverage = Math.max(coverage, outcome.coverage());
        }
      }
      if (coverage == 0) {
        assertThatThrownBy(() -> Abstention.choose(outputs, wanted))
            .isInstanceOf(FoveaException.class)
            .hasMessageContaining("can't be had on the 60 validation images");
        continue;
      }
      Abstention chosen = Abstention.choose(outputs, wanted);
      assertThat(chosen.validationCoverage()).as("seed %d", seed).isEqualTo(coverage);
      assertThat(chosen.validationErrorRate()).isLessThanOrEqualTo(wanted + 1e-12);
      assertThat(chosen.on(outputs))
          .isEqualTo(new Abstention.Outcome(coverage, chosen.validationErrorRate()));
    }
  }

  @Test
  void whereNothingIsAnsweredThereIsNoErrorRate() {
    Abstention.Outcome outcome =
        new Abstention(0, 1.1, 1, 0, 0).on(RandomOutputs.<Split.Test>of(1, 10, 2));
    assertThat(outcome.coverage()).isZero();
    assertThat(outcome.errorRate()).isNaN();
  }
}
