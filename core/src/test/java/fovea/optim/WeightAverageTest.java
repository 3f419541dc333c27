package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class WeightAverageTest {
  private final Rng rng = Rng.seeded(1);
  private Tensor weight;
  private Tensor statistic;

  @BeforeEach
  void tensors() {
    weight = Doubles.normal(rng, 3, 4).tensor().requireGradient(true);
    statistic = Doubles.normal(rng, 3).tensor();
  }

  private void train() {
    weight.copyFrom(Doubles.normal(rng, 3, 4).tensor());
    statistic.copyFrom(Doubles.normal(rng, 3).tensor());
  }

  @Test
  void aDecayThatIsNoneIsRefused() {
    for (double decay : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThatThrownBy(() -> new WeightAverage(List.of(weight), decay))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("decay: " + decay + ", expected in (0, 1)");
    }
  }

  @Test
  void theAverageMovesFastAtFirstAndThenByItsDecay() {
    double decay = 0.6;
    try (WeightAverage average = new WeightAverage(List.of(weight, statistic), decay)) {
      Doubles expected = Doubles.of(weight);
      Doubles expectedStatistic = Doubles.of(statistic);
      expected.assertMatches(average.averages().get(0), 0, "at first");
      for (int step = 0; step < 20; step++) {
        train();
        average.update();
        double now = Math.min(decay, (1.0 + step) / (10.0 + step));
        move(expected, Doubles.of(weight), now);
        move(expectedStatistic, Doubles.of(statistic), now);
        expected.assertMatches(average.averages().get(0), 1e-6, "step " + step);
        expectedStatistic.assertMatches(average.averages().get(1), 1e-6, "step " + step);
      }
      assertThat(average.steps()).isEqualTo(20);
    }
  }

  @Test
  void aStepKeepsTheShareOfTheOldAverageThatItsNumberSays() {
    Tensor zero = Tensor.zeros(3);
    statistic.copyFrom(Tensor.ones(3));
    try (WeightAverage average = new WeightAverage(List.of(statistic), 0.6)) {
      Map<Integer, Double> kept =
          Map.of(0, 0.1, 1, 2.0 / 11, 12, 13.0 / 22, 13, 0.6, 14, 0.6, 10_000, 0.6);
      kept.forEach(
          (step, share) -> {
            average.load(List.of(zero), step);
            average.update();
            assertThat(1.0 - average.averages().get(0).toFloats()[0])
                .as("step %d", step)
                .isCloseTo(share, within(1e-6));
          });
    }
  }

  @Test
  void anEqualAverageIsTheMeanOfWhatItSawWhateverWasThereAtFirst() {
    try (WeightAverage average = WeightAverage.equal(List.of(weight, statistic))) {
      double[] sum = new double[12];
      for (int times = 1; times <= 20; times++) {
        train();
        average.update();
        Doubles now = Doubles.of(weight);
        double[] mean = new double[12];
        for (int i = 0; i < 12; i++) {
          sum[i] += now.values()[i];
          mean[i] = sum[i] / times;
        }
        float[] found = average.averages().get(0).toFloats();
        for (int i = 0; i < 12; i++) {
          assertThat((double) found[i]).as("after %d", times).isCloseTo(mean[i], within(1e-6));
        }
        if (times == 1) {
          assertThat(average.averages().get(1).toRaw()).isEqualTo(statistic.toRaw());
        }
      }
    }
  }

  private static void move(Doubles average, Doubles weight, double decay) {
    for (int i = 0; i < average.values().length; i++) {
      average.values()[i] += (1 - decay) * (weight.values()[i] - average.values()[i]);
    }
  }

  @Test
  void averagingLeavesTheWeightsAloneAndRecordsNothing() {
    try (WeightAverage average = new WeightAverage(List.of(weight), 0.9)) {
      train();
      byte[] weights = weight.toRaw();
      average.update();
      assertThat(weight.toRaw()).isEqualTo(weights);
      assertThat(average.averages().get(0).requiresGradient()).isFalse();
      assertThat(average.averages().get(0).toRaw()).isNotEqualTo(weights);
    }
  }

  @Test
  void swappingExchangesAndSwappingTwiceIsTheIdentity() {
    try (WeightAverage average = new WeightAverage(List.of(weight, statistic), 0.9)) {
      train();
      average.update();
      byte[] weights = weight.toRaw();
      byte[] statistics = statistic.toRaw();
      byte[] averages = average.averages().get(0).toRaw();
      average.swap();
      assertThat(weight.toRaw()).isEqualTo(averages);
      assertThat(average.averages().get(0).toRaw()).isEqualTo(weights);
      assertThat(weight.requiresGradient()).isTrue();
      average.swap();
      assertThat(weight.toRaw()).isEqualTo(weights);
      assertThat(statistic.toRaw()).isEqualTo(statistics);
      assertThat(average.averages().get(0).toRaw()).isEqualTo(averages);
    }
  }

  @Test
  void anAverageGoesOnFromAnEarlierOne() {
    try (WeightAverage average = new WeightAverage(List.of(weight), 0.9);
        WeightAverage resumed = new WeightAverage(List.of(weight), 0.9)) {
      for (int step = 0; step < 5; step++) {
        train();
        average.update();
      }
      resumed.load(average.averages(), average.steps());
      train();
      average.update();
      resumed.update();
      assertThat(resumed.averages().get(0).toRaw()).isEqualTo(average.averages().get(0).toRaw());
      assertThat(resumed.steps()).isEqualTo(6);
    }
  }

  @Test
  void anEarlierAverageOfOtherTensorsIsRefused() {
    try (WeightAverage average = new WeightAverage(List.of(weight, statistic), 0.9)) {
      assertThatThrownBy(() -> average.load(List.of(weight), 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("averages of shapes [[3, 4]], expected [[3, 4], [3]]");
      assertThatThrownBy(() -> average.load(List.of(statistic, weight), 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("averages of shapes [[3], [3, 4]], expected [[3, 4], [3]]");
      assertThat(average.steps()).isZero();
    }
  }
}
