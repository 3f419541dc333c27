package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Split;
import fovea.tensor.Rng;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemperatureTest {
  /** By halving thirds, which knows no derivative. */
  @Test
  void noOtherTemperatureIsMoreLikely() {
    for (int seed = 0; seed < 60; seed++) {
      Outputs<Split.Validation> outputs = RandomOutputs.of(seed, 80, 4);
      double low = -7;
      double high = 7;
      for (int i = 0; i < 200; i++) {
        double first = low + (high - low) / 3;
        double second = high - (high - low) / 3;
        if (loss(outputs, Math.exp(first)) < loss(outputs, Math.exp(second))) {
          high = second;
        } else {
          low = first;
        }
      }
      double found = Temperature.fit(outputs).value();
      assertThat(found).as("seed %d", seed).isCloseTo(Math.exp(low), within(1e-6 * found));
    }
  }

  private static double loss(Outputs<?> outputs, double temperature) {
    double loss = 0;
    for (int i = 0; i < outputs.size(); i++) {
      float[] logits = outputs.logits(i);
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp((logit - logits[outputs.label(i)]) / temperature);
      }
      loss += Math.log(sum);
    }
    return loss;
  }

  /** Labels are drawn by the softmax of a third of the logits. */
  @Test
  void theTemperatureThatLabelsWereDrawnByIsFound() {
    Rng rng = Rng.seeded(4);
    int images = 20_000;
    float[] logits = new float[5 * images];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      float[] third = new float[5];
      for (int c = 0; c < 5; c++) {
        logits[5 * i + c] = (float) (6 * rng.nextGaussian());
        third[c] = logits[5 * i + c] / 3;
      }
      double[] p = CalibrationTest.softmax(third);
      double left = rng.nextDouble();
      while (labels[i] < 4 && (left -= p[labels[i]]) > 0) {
        labels[i]++;
      }
    }
    Outputs<Split.Validation> outputs = RandomOutputs.of(labels, logits, 5);
    Temperature found = Temperature.fit(outputs);
    assertThat(found.value()).isCloseTo(3, within(0.1));
    double before = Calibration.of(outputs, Bootstrap.none()).ece();
    double after = Calibration.of(found.applied(outputs), Bootstrap.none()).ece();
    assertThat(before).isGreaterThan(0.2);
    assertThat(after).isLessThan(0.01);
  }

  @Test
  void predictionsStayAndProbabilitiesAreThoseOfLogitsDividedByIt() {
    Outputs<Split.Validation> outputs = RandomOutputs.of(2, 50, 3);
    Outputs<Split.Validation> applied = new Temperature(2).applied(outputs);
    for (int i = 0; i < 50; i++) {
      assertThat(applied.predicted(i)).isEqualTo(outputs.predicted(i));
      assertThat(applied.label(i)).isEqualTo(outputs.label(i));
      for (int c = 0; c < 3; c++) {
        assertThat(applied.logits(i)[c]).isEqualTo(outputs.logits(i)[c] / 2);
      }
    }
    assertThat(Temperature.NONE.applied(outputs).logits()).isEqualTo(outputs.logits());
  }

  @Test
  void imagesThatAreAllRightTellNoTemperature() {
    float[] logits = {1, 0, 0, 2, 3, 0};
    assertThatThrownBy(() -> Temperature.fit(RandomOutputs.of(new int[] {0, 1, 0}, logits, 2)))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "all 3 validation images are predicted right, from which no temperature can be told; use more of them");
  }

  @Test
  void aNetworkThatSaysNoMoreThanChanceHasNone() {
    float[] logits = {1, 0, 0, 2, 3, 0};
    assertThatThrownBy(() -> Temperature.fit(RandomOutputs.of(new int[] {1, 0, 1}, logits, 2)))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("no more of the 3 validation images than chance");
  }

  @Test
  void manyRightImagesAndAWrongOneAreFittedAtOnce() {
    int images = 1_000;
    float[] logits = new float[2 * images];
    IntStream.range(0, images).forEach(i -> logits[2 * i] = 1e-3f);
    int[] labels = new int[images];
    labels[7] = 1;
    // 999 of 1,000 are right, so all are to have that probability: their log-odds are ln 999.
    double expected = 1e-3f / Math.log(999);
    assertThat(Temperature.fit(RandomOutputs.of(labels, logits, 2)).value())
        .isCloseTo(expected, within(1e-9 * expected));
  }

  @Test
  void whatIsNoTemperatureIsRefused() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Temperature(wrong))
          .hasMessage("a temperature is above 0 and finite, found " + wrong);
    }
  }
}
