package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Split;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  /** Scores 1 to 1,000 in any order: from 1,000 (1 - p) + 1 upwards lies the share p. */
  @Test
  void ofEvenScoresTheyAreTheClosedForm() {
    List<Double> scores = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      scores.add((double) i);
    }
    Collections.shuffle(scores, new Random(5));
    Percentiles found = Percentiles.of(scores.stream().mapToDouble(x -> x).toArray());
    assertThat(found.reached()).startsWith(1_000.0, 991.0, 981.0).endsWith(21.0, 11.0, 1.0);
    assertThat(found.above(991)).isEqualTo(0.01);
    assertThat(found.above(501)).isEqualTo(0.5);
    assertThat(found.above(506)).isCloseTo(0.495, within(1e-12));
    assertThat(found.above(1_000)).isZero();
    assertThat(found.above(1e9)).isZero();
    assertThat(found.above(1)).isEqualTo(1);
    assertThat(found.above(-1e9)).isEqualTo(1);
  }

  /** Also where images are few, or many of them have one score. */
  @Test
  void theShareAboveAScoreIsThatOfCountingToAHundredth() {
    for (int seed = 0; seed < 300; seed++) {
      Rng rng = Rng.seeded(seed);
      double[] scores = new double[1 + rng.nextInt(400)];
      int different = 1 + rng.nextInt(300);
      Arrays.setAll(scores, i -> Math.exp(rng.nextInt(different) / 40.0));
      Percentiles found = Percentiles.of(scores);
      for (int asked = 0; asked < 40; asked++) {
        double score = asked % 2 == 0 ? scores[rng.nextInt(scores.length)] : 9 * rng.nextDouble();
        long above = Arrays.stream(scores).filter(s -> s > score).count();
        long reaching = Arrays.stream(scores).filter(s -> s >= score).count();
        assertThat(found.above(score))
            .as("seed %d, score %s", seed, score)
            .isBetween(
                (double) above / scores.length - 0.01, (double) reaching / scores.length + 0.01);
      }
    }
  }

  @Test
  void theLessFamiliarAnImageTheStrangerItIs() {
    Percentiles found = Percentiles.of(new double[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5});
    double before = 1;
    for (double score = 0; score < 10; score += 0.01) {
      double share = found.above(score);
      assertThat(share).isBetween(0.0, before);
      before = share;
    }
    assertThat(before).isZero();
  }

  /** Who is taken for none of these is stranger than the accepted share, and nobody else is. */
  @Test
  void strangerThanTheAcceptedShareIsBelowTheThreshold() {
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Validation> outputs = RandomOutputs.small(seed, 300);
      double accepted = (1 + Rng.seeded(seed).nextInt(100)) / 100.0;
      NoneOfThese fitted = NoneOfThese.accepting(new Familiarity.Energy(), outputs, accepted);
      for (double score : new Familiarity.Energy().of(outputs)) {
        for (double asked : new double[] {score - 0.01, score, score + 0.01}) {
          assertThat(fitted.strangeness(asked) > accepted)
              .as("seed %d, score %s", seed, asked)
              .isEqualTo(asked < fitted.threshold());
        }
      }
    }
  }

  @Test
  void whatAreNoPercentilesAreRefused() {
    List<Double> right = Collections.nCopies(101, 2.0);
    assertThat(new Percentiles(right).reached()).isEqualTo(right);
    List<Double> rising = new ArrayList<>(right);
    rising.set(50, 3.0);
    List<Double> endless = new ArrayList<>(right);
    endless.set(0, Double.POSITIVE_INFINITY);
    List<Double> missing = new ArrayList<>(right);
    missing.set(7, null);
    for (List<Double> wrong : List.of(right.subList(1, 101), rising, endless, missing)) {
      assertThatThrownBy(() -> new Percentiles(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected 101 percentiles, none above the one before");
    }
  }
}
