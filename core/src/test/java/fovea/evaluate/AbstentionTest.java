package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Split;
import fovea.tensor.Rng;
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
        chosenAt++;
        assertThat(chosen.validationErrorRate()).isLessThan(chosen.errorRateAtMost());
        assertThat(chosen.errorRateAtMost()).isLessThanOrEqualTo(wanted);
        Abstention.Outcome there = chosen.on(outputs);
        assertThat(there.coverage()).isEqualTo(chosen.validationCoverage());
        assertThat(there.errorRate()).isEqualTo(chosen.validationErrorRate());
        assertThat(there.errorRateInterval().low()).isLessThanOrEqualTo(there.errorRate());
        assertThat(there.errorRateInterval().high()).isGreaterThan(there.errorRate());
      } catch (FoveaException e) {
        assertThat(e).hasMessageContaining("even the surest answers are wrong too often");
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
  void whatFewImagesCannotPromiseIsRefused() {
    // 0.95^n is below 0.05 / 20 from 117 images on.
    assertThatThrownBy(() -> Abstention.choose(answers(1, 60), 0.05))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "an error rate of 5.0 % can't be promised by 60 validation images: that takes 117 or more, all of them right; ask for a larger one");
    assertThatThrownBy(() -> Abstention.choose(answers(1, 60), 0))
        .hasMessageContaining("no number of images can");
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
