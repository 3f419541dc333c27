package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Split;
import fovea.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AbstentionTest {
  @Test
  void theBoundIsThePublishedOne() {
    // One-sided 97.5 % bounds: those of the two-sided 95 % interval, Newcombe 1998, table I, method
    // 5.
    assertThat(BinomialBound.above(81, 263, 0.025)).isCloseTo(0.3676, within(1e-4));
    assertThat(BinomialBound.above(15, 148, 0.025)).isCloseTo(0.1617, within(1e-4));
    assertThat(BinomialBound.above(0, 20, 0.025)).isCloseTo(0.1684, within(1e-4));
    assertThat(BinomialBound.above(1, 29, 0.025)).isCloseTo(0.1776, within(1e-4));
    assertThat(BinomialBound.above(7, 7, 0.025)).isEqualTo(1);
    assertThat(BinomialBound.above(9_000, 30_000, 0.025)).isBetween(0.305, 0.3053);
  }

  @Test
  void theProbabilityOfFewHitsIsTheSumOfBinomialTerms() {
    for (int hits = 0; hits < 12; hits++) {
      double sum = 0;
      for (int i = 0; i <= hits; i++) {
        double term = Math.pow(0.6, i) * Math.pow(0.4, 12 - i);
        for (int j = 1; j <= i; j++) {
          term *= (12 - j + 1.0) / j;
        }
        sum += term;
      }
      assertThat(BinomialBound.atMost(hits, 12, 0.6)).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void aThresholdAnswersWhatItSaysAndKeepsTheRate() {
    int chosenAt = 0;
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Validation> outputs = answers(seed, 500);
      double wanted = 0.1 + 0.02 * (seed % 6);
      try {
        Abstention chosen = Abstention.choose(outputs, wanted);
        chosenAt += chosen.keepsWanted() ? 1 : 0;
        assertThat(chosen.validationErrorRate())
            .isLessThan(chosen.errorRateAtMost())
            .isLessThanOrEqualTo(wanted);
        Abstention.Outcome there = chosen.on(outputs);
        assertThat(there.coverage()).isEqualTo(chosen.validationCoverage());
        assertThat(there.errorRate()).isEqualTo(chosen.validationErrorRate());
        assertThat(there.errorRateInterval().low()).isLessThanOrEqualTo(there.errorRate());
        assertThat(there.errorRateInterval().high()).isGreaterThan(there.errorRate());
      } catch (FoveaException e) {
        assertThat(e).hasMessageContaining("surest of are wrong more often");
      }
    }
    assertThat(chosenAt).isGreaterThan(60);
  }

  /** An answer of confidence p is right with probability p, so the true rate is known. */
  @Test
  void theWantedRateIsMissedInFiveOfAHundredCasesAtMost() {
    int missed = 0;
    double coverage = 0;
    for (int seed = 0; seed < 300; seed++) {
      Abstention chosen = Abstention.choose(answers(seed, 3_000), 0.1);
      missed += trueErrorRate(chosen.confidence()) > 0.1 ? 1 : 0;
      coverage += chosen.validationCoverage() / 300;
    }
    assertThat(coverage).isBetween(0.2, 0.4); // 0.4 keeps it exactly
    assertThat(missed).isLessThanOrEqualTo(15);
  }

  @Test
  void whatFewImagesCannotPromiseIsTheirOwnRate() {
    Outputs<Split.Validation> few = answers(3, 60); // 0.95^n is below 0.05 / 20 from 117 images on
    Abstention chosen = Abstention.choose(few, 0.05);
    assertThat(chosen.keepsWanted()).isFalse();
    assertThat(chosen.errorRateAtMost()).isGreaterThan(0.05);
    assertThat(chosen.validationErrorRate()).isLessThanOrEqualTo(0.05);
    double lower = chosen.confidence() - 1e-9;
    long wrong = 0;
    long answered = 0;
    double below = 0;
    for (int i = 0; i < few.size(); i++) {
      if (few.confidence(i) < lower) {
        below = Math.max(below, few.confidence(i));
      } else {
        answered++;
        wrong += few.predicted(i) == few.label(i) ? 0 : 1;
      }
    }
    assertThat(below).isLessThan(chosen.confidence());
    assertThat((double) wrong / answered).isEqualTo(chosen.validationErrorRate());
    assertThatThrownBy(() -> Abstention.choose(always(false), 0.05))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "an error rate of 5.0 % can't be had on the 20 validation images: even the answers that the model is surest of are wrong more often; ask for a larger one");
    assertThat(Abstention.choose(always(true), 0).validationCoverage()).isEqualTo(1);
  }

  private static Outputs<Split.Validation> always(boolean right) {
    float[] logits = new float[40];
    for (int i = 0; i < 20; i++) {
      logits[2 * i] = i + 1;
    }
    int[] labels = new int[20];
    Arrays.fill(labels, right ? 0 : 1);
    return RandomOutputs.of(labels, logits, 2);
  }

  @Test
  void whereNothingIsAnsweredThereIsNoErrorRate() {
    Abstention.Outcome outcome =
        new Abstention(0, 1.1, 1, 0, 0, 0).on(RandomOutputs.<Split.Test>of(1, 10, 2));
    assertThat(outcome.coverage()).isZero();
    assertThat(outcome.errorRate()).isNaN();
    assertThat(outcome.errorRateInterval()).isNull();
  }

  /** Of two classes; confidences are spread evenly over [0.5, 1]. */
  private static <S extends Split> Outputs<S> answers(int seed, int images) {
    Rng rng = Rng.seeded(seed);
    int[] labels = new int[images];
    float[] logits = new float[2 * images];
    for (int i = 0; i < images; i++) {
      double confidence = 0.5 + 0.5 * rng.nextDouble();
      logits[2 * i] = (float) Math.log(confidence / (1 - confidence));
      labels[i] = rng.nextDouble() < confidence ? 0 : 1;
    }
    return RandomOutputs.of(labels, logits, 2);
  }

  private static double trueErrorRate(double confidence) {
    return (1 - confidence) / 2;
  }
}
