package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Split;
import fovea.tensor.Rng;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssessmentTest {
  /** Sorting is stable, so that of equal logits the first class comes first. */
  @Test
  void topKIsTheShareOfImagesWhoseClassIsAmongTheFirstOfAllSorted() {
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.small(seed, 60);
      int classes = outputs.classes().size();
      Assessment found = Assessment.of(outputs, Bootstrap.none());
      List<Integer> tops = List.of(2, 3, 5).stream().filter(k -> k < classes).toList();
      assertThat(found.topK().keySet()).containsExactlyElementsOf(tops);
      for (int k : tops) {
        long among =
            IntStream.range(0, outputs.size())
                .filter(i -> first(outputs.logits(i), k).contains(outputs.label(i)))
                .count();
        assertThat(found.topK().get(k))
            .as("seed %d, top %d", seed, k)
            .isCloseTo((double) among / outputs.size(), within(1e-12));
      }
    }
  }

  private static List<Integer> first(float[] logits, int k) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -logits[c]))
        .limit(k)
        .toList();
  }

  /** By probabilities of all pairs; nothing here is so sure that two of them round to one. */
  @Test
  void areasOfClassesAreThoseOfTheirProbabilities() {
    for (int seed = 0; seed < 60; seed++) {
      Outputs<Split.Test> outputs = RandomOutputs.small(seed, 40);
      Assessment found = Assessment.of(outputs, Bootstrap.none());
      double sum = 0;
      int defined = 0;
      for (int c = 0; c < outputs.classes().size(); c++) {
        double area = area(outputs, c);
        if (Double.isNaN(area)) {
          assertThat(found.perClassAuroc().get(c)).isNaN();
        } else {
          assertThat(found.perClassAuroc().get(c))
              .as("seed %d", seed)
              .isCloseTo(area, within(1e-9));
          sum += area;
          defined++;
        }
      }
      if (defined > 0) {
        assertThat(found.auroc()).isCloseTo(sum / defined, within(1e-9));
      }
    }
  }

  private static double area(Outputs<?> outputs, int c) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < outputs.size(); i++) {
      for (int j = 0; j < outputs.size(); j++) {
        if (outputs.label(i) == c && outputs.label(j) != c) {
          double difference =
              CalibrationTest.softmax(outputs.logits(i))[c]
                  - CalibrationTest.softmax(outputs.logits(j))[c];
          right += Math.abs(difference) < 1e-13 ? 0.5 : difference > 0 ? 1 : 0;
          pairs++;
        }
      }
    }
    return right / pairs;
  }

  /** Probabilities of both are 1 to the last digit, and those of the other classes aren't. */
  @Test
  void imagesWhoseProbabilitiesRoundToOneAreStillOrdered() {
    float[] logits = {90, 0, 80, 0};
    assertThat(
            Assessment.of(
                    RandomOutputs.<Split.Test>of(new int[] {0, 1}, logits, 2), Bootstrap.none())
                .auroc())
        .isEqualTo(1);
    assertThat(
            Assessment.of(
                    RandomOutputs.<Split.Test>of(new int[] {1, 0}, logits, 2), Bootstrap.none())
                .auroc())
        .isZero();
  }

  @Test
  void balancedAccuracyIsTheMeanRecallOfClassesThatHaveImages() {
    float[] logits = {1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0};
    Evaluation found = Evaluation.of(RandomOutputs.of(new int[] {0, 0, 1, 1}, logits, 3));
    assertThat(found.balancedAccuracy()).isEqualTo(0.5);
    float[] uneven = {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0};
    assertThat(
            Evaluation.of(RandomOutputs.of(new int[] {0, 0, 0, 1}, uneven, 3)).balancedAccuracy())
        .isCloseTo((1 / 3.0 + 1) / 2, within(1e-15));
  }

  @Test
  void confusionsComeTheMostFrequentFirst() {
    long[][] matrix = {{9, 2, 0}, {5, 9, 2}, {0, 1, 9}};
    Evaluation evaluation = Evaluation.of(matrix, List.of("cat", "dog", "fox"), 0);
    assertThat(Confusion.most(evaluation, 3))
        .containsExactly(
            new Confusion("dog", "cat", 5),
            new Confusion("cat", "dog", 2),
            new Confusion("dog", "fox", 2));
    assertThat(Confusion.most(evaluation, 99)).hasSize(4);
  }

  @Test
  void howSureAnswersAreIsToldWithTheTemperatureAndAllElseStays() {
    Outputs<Split.Test> outputs = RandomOutputs.of(4, 300, 3);
    Temperature used = new Temperature(2.5);
    Assessment plain = Assessment.of(outputs, Bootstrap.none());
    Assessment found = Assessment.of(outputs, Bootstrap.none(), used);
    assertThat(found.riskCoverage())
        .isEqualTo(RiskCoverage.of(used.applied(outputs), Bootstrap.none()))
        .isNotEqualTo(plain.riskCoverage());
    assertThat(found.calibration()).isEqualTo(plain.calibration());
    assertThat(found.evaluation().loss()).isEqualTo(plain.evaluation().loss());
    assertThat(Assessment.of(outputs, Bootstrap.none(), Temperature.NONE).riskCoverage())
        .isEqualTo(plain.riskCoverage());
  }

  @Test
  void eachFigureAndEachClassHasItsInterval() {
    Outputs<Split.Test> outputs = RandomOutputs.of(3, 600, 4);
    Assessment found = Assessment.of(outputs, new Bootstrap(200, Rng.seeded(1), 2));
    Map<String, Double> figures =
        Map.of(
            "accuracy", found.evaluation().accuracy(),
            "macroF1", found.evaluation().macroF1(),
            "balancedAccuracy", found.balancedAccuracy(),
            "mcc", found.agreement().mcc(),
            "kappa", found.agreement().kappa(),
            "auroc", found.auroc(),
            "top2", found.topK().get(2),
            "top3", found.topK().get(3));
    assertThat(found.intervals()).containsOnlyKeys(figures.keySet());
    figures.forEach(
        (name, figure) -> {
          Interval interval = found.intervals().get(name);
          assertThat(figure).as(name).isBetween(interval.low(), interval.high());
          assertThat(interval.low()).isLessThan(interval.high());
        });
    for (int c = 0; c < 4; c++) {
      Map<String, Interval> intervals = found.perClassIntervals().get(c);
      assertThat(intervals).containsOnlyKeys("precision", "recall", "f1", "auroc");
      assertThat(Objects.requireNonNull(found.evaluation().perClass().get(c).recall()))
          .isBetween(intervals.get("recall").low(), intervals.get("recall").high());
      assertThat(found.perClassAuroc().get(c))
          .isBetween(intervals.get("auroc").low(), intervals.get("auroc").high());
    }
  }

  /** All right, which resamples can't but repeat. */
  @Test
  void tenOfTenMayBeFewerOfOthers() {
    int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    float[] logits = new float[30];
    IntStream.range(0, 10).forEach(i -> logits[3 * i + labels[i]] = 1);
    Assessment found =
        Assessment.of(
            RandomOutputs.<Split.Test>of(labels, logits, 3), new Bootstrap(200, Rng.seeded(1), 1));
    Interval accuracy = found.intervals().get("accuracy");
    assertThat(accuracy.low()).isCloseTo(0.7225, within(1e-4)); // Wilson, 10 of 10
    assertThat(accuracy.high()).isEqualTo(1);
    assertThat(found.intervals().get("top2")).isEqualTo(accuracy);
    Interval recall = found.perClassIntervals().get(1).get("recall");
    assertThat(recall.low()).isCloseTo(0.5655, within(1e-4)); // 5 of 5
    assertThat(recall.high()).isEqualTo(1);
    assertThat(found.perClassIntervals().get(1).get("precision")).isEqualTo(recall);
    for (String constant : List.of("macroF1", "balancedAccuracy", "mcc", "kappa", "auroc")) {
      assertThat(found.intervals()).containsEntry(constant, null);
    }
    assertThat(found.perClassIntervals().get(0)).containsEntry("f1", null);
    assertThat(Interval.ofShare(3, 3).low()).isCloseTo(0.4385, within(1e-4));
    assertThat(Interval.ofShare(0, 0)).isEqualTo(new Interval(0, 1));
  }

  @Test
  void aClassWithoutImagesHasNoIntervals() {
    int[] labels = IntStream.range(0, 100).map(i -> i % 2).toArray();
    float[] logits = new float[300];
    IntStream.range(0, 100).forEach(i -> logits[3 * i + (i % 3 == 0 ? 0 : i % 2)] = 1);
    Assessment found =
        Assessment.of(
            RandomOutputs.<Split.Test>of(labels, logits, 3), new Bootstrap(50, Rng.seeded(1), 1));
    assertThat(found.perClassIntervals().get(2)).hasSize(4);
    assertThat(found.perClassIntervals().get(2).values()).containsOnlyNulls();
    assertThat(found.perClassIntervals().get(0).values()).doesNotContainNull();
    assertThat(found.perClassAuroc().get(2)).isNaN();
    assertThat(found.auroc())
        .isEqualTo((found.perClassAuroc().get(0) + found.perClassAuroc().get(1)) / 2);
  }
}
