package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import fovea.data.Split;
import fovea.tensor.Rng;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTestTest {
  /** In whole numbers without rounding: sums of Pascal's triangle. */
  @Test
  void thePValueIsTheFairCoinsExactly() {
    for (int all = 0; all <= 60; all++) {
      BigInteger power = BigInteger.TWO.pow(all);
      BigInteger tail = BigInteger.ZERO;
      BigInteger ways = BigInteger.ONE;
      for (int one = 0; 2 * one <= all; one++) {
        tail = tail.add(ways);
        double expected =
            Math.min(
                1,
                new BigDecimal(tail.shiftLeft(1))
                    .divide(new BigDecimal(power), MathContext.DECIMAL64)
                    .doubleValue());
        assertThat(PairedTest.pValue(one, all - one))
            .as("%d of %d", one, all)
            .isCloseTo(expected, withinPercentage(1e-9));
        assertThat(PairedTest.pValue(all - one, one)).isEqualTo(PairedTest.pValue(one, all - one));
        ways = ways.multiply(BigInteger.valueOf(all - one)).divide(BigInteger.valueOf(one + 1));
      }
    }
  }

  /** The normal approximation with continuity correction, for many images. */
  @Test
  void manyImagesAreNoHindrance() {
    assertThat(PairedTest.pValue(500_000, 500_000)).isEqualTo(1);
    // z = (1,000 - 1) / sqrt(1,000,000) = 0.999, two-sided 0.31779
    assertThat(PairedTest.pValue(499_500, 500_500)).isCloseTo(0.31779, within(1e-4));
    assertThat(PairedTest.pValue(0, 5_000)).isZero();
  }

  @Test
  void onlyImagesThatOneOfThemGetsRightCount() {
    for (int seed = 0; seed < 100; seed++) {
      Outputs<Split.Test> first = RandomOutputs.of(seed, 200, 3);
      float[] logits = RandomOutputs.<Split.Test>of(seed + 1_000, 200, 3).logits();
      int[] labels = new int[200];
      for (int i = 0; i < 200; i++) {
        labels[i] = first.label(i);
      }
      Outputs<Split.Test> second = RandomOutputs.of(labels, logits, 3);
      PairedTest found = PairedTest.of(first, second, Bootstrap.none());
      Evaluation one = Evaluation.of(first);
      Evaluation other = Evaluation.of(second);
      assertThat(found.difference())
          .as("seed %d", seed)
          .isCloseTo(one.accuracy() - other.accuracy(), within(1e-12));
      long onlyFirst = 0;
      for (int i = 0; i < 200; i++) {
        boolean right = first.predicted(i) == labels[i];
        onlyFirst += right && second.predicted(i) != labels[i] ? 1 : 0;
      }
      assertThat(found.onlyFirst()).isEqualTo(onlyFirst);
      assertThat(found.pValue())
          .isEqualTo(PairedTest.pValue(found.onlyFirst(), found.onlySecond()));
    }
  }

  /** Its variance is (b + c - (b - c)^2 / n) / n^2. */
  @Test
  void theIntervalIsThatOfAPairedDifference() {
    int n = 1_000;
    float[] first = new float[2 * n];
    float[] second = new float[2 * n];
    for (int i = 0; i < n; i++) {
      first[2 * i] = i < 850 ? 1 : -1;
      second[2 * i] = i >= 100 && i < 900 ? 1 : -1;
    }
    int[] labels = new int[n];
    PairedTest found =
        PairedTest.of(
            RandomOutputs.<Split.Test>of(labels, first, 2),
            RandomOutputs.of(labels, second, 2),
            new Bootstrap(4_000, Rng.seeded(1), 2));
    assertThat(found.onlyFirst()).isEqualTo(100);
    assertThat(found.onlySecond()).isEqualTo(50);
    double error = Math.sqrt((150 - 2_500.0 / n) / n / n);
    assertThat(found.interval().low()).isCloseTo(0.05 - 1.96 * error, within(0.1 * error));
    assertThat(found.interval().high()).isCloseTo(0.05 + 1.96 * error, within(0.1 * error));
  }

  @Test
  void classesInAnotherOrderAreTheSameByName() {
    Outputs<Split.Test> first = RandomOutputs.of(new int[] {0, 1}, new float[] {1, 0, 1, 0}, 2);
    Outputs<Split.Test> second =
        new Outputs<>(
            List.of("class 1", "class 0"), new int[] {1, 0}, new float[] {0, 1, 1, 0}, null);
    PairedTest found = PairedTest.of(first, second, Bootstrap.none());
    assertThat(found.onlySecond()).isEqualTo(1);
    assertThat(found.onlyFirst()).isZero();
  }

  @Test
  void aNameOfAnotherUnicodeFormIsTheSame() {
    Outputs<Split.Test> first =
        new Outputs<>(List.of("K\u00e4fer", "Maus"), new int[] {0}, new float[] {1, 0}, null);
    Outputs<Split.Test> second =
        new Outputs<>(List.of("Ka\u0308fer", "Maus"), new int[] {0}, new float[] {0, 1}, null);
    assertThat(PairedTest.of(first, second, Bootstrap.none()).onlyFirst()).isEqualTo(1);
  }

  @Test
  void otherImagesAreRefused() {
    Outputs<Split.Test> first = RandomOutputs.of(new int[] {0, 1}, new float[4], 2);
    Outputs<Split.Test> fewer = RandomOutputs.of(new int[] {0}, new float[2], 2);
    Outputs<Split.Test> others = RandomOutputs.of(new int[] {0, 0}, new float[4], 2);
    assertThatThrownBy(() -> PairedTest.of(first, fewer, Bootstrap.none()))
        .hasMessage("a paired test of 2 and 1 images, expected the same ones");
    assertThatThrownBy(() -> PairedTest.of(first, others, Bootstrap.none()))
        .hasMessage("image 1 isn't of the same class in both");
  }
}
