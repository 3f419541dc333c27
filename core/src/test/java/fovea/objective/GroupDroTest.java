package fovea.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.data.ImageGroups;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.objective.Objective.Outcome;
import fovea.tensor.Doubles;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupDroTest {
  private static final long[] LABELS = {0, 2, 1, 2};
  private static final ImageGroups GROUPS =
      new ImageGroups("light", List.of("day", "night"), new int[] {0, 0, 1, 0});
  private static final double[] SHARES = {0.75, 0.25};

  @Test
  void theLossIsTheGroupsWeightedSumAndWeightsFollowTheWorseGroup() {
    try (Scope scope = Scope.open();
        Module network = Sequential.of(new Linear(5, 3, true, Rng.seeded(1)))) {
      Doubles images = Doubles.normal(Rng.seeded(2), 4, 5);
      Batch batch =
          new Batch(images.tensor(), Tensor.ofLongs(LABELS, 4), new int[] {0, 1, 2, 3}, 3);
      Objective objective = new GroupDro(0.5).forGroups(GROUPS, SHARES);
      assertThat(objective.state()).containsExactly(0.5f, 0.5f);
      Doubles logits = Doubles.of(network.call(images.tensor()));
      double day = (loss(logits, 0) + loss(logits, 1) + loss(logits, 3)) / 3;
      double night = loss(logits, 2);
      Outcome outcome = objective.of(network, batch, Rng.seeded(0));
      assertThat(outcome.loss().item()).isCloseTo(0.5 * day + 0.5 * night, within(1e-5));
      objective.after(batch, new Outcome(outcome.loss().detach(), outcome.logits().detach()), 1);
      double ofDay = Math.exp(0.5 * day);
      double ofNight = Math.exp(0.5 * night);
      assertThat((double) objective.state()[0]).isCloseTo(ofDay / (ofDay + ofNight), within(1e-5));
      Outcome next = objective.of(network, batch, Rng.seeded(0));
      double q = objective.state()[0];
      assertThat(next.loss().item()).isCloseTo(q * day + (1 - q) * night, within(1e-5));
      next.loss().backward();
      assertThat(network.parameters().values())
          .allSatisfy(parameter -> assertThat(parameter.gradient()).isNotNull());
    }
  }

  /** As algorithm 1 has it, once a step, in however many parts the step's images come. */
  @Test
  void aBatchInPartsMovesTheWeightsAsTheWholeDoes() {
    try (Scope scope = Scope.open()) {
      Tensor logits = Doubles.normal(Rng.seeded(3), 4, 3).tensor();
      Batch batch = batch();
      Objective whole = new GroupDro(0.5).forGroups(GROUPS, SHARES);
      Objective halves = new GroupDro(0.5).forGroups(GROUPS, SHARES);
      for (int step = 0; step < 3; step++) {
        whole.after(batch, outcome(logits), 1);
        for (int first = 0; first < 4; first += 2) {
          halves.after(batch.narrow(first, 2), outcome(logits.narrow(0, first, 2)), 0.5);
        }
        assertThat(halves.state()).containsExactly(whole.state(), within(1e-6f));
      }
      assertThat(whole.state()[0]).isNotCloseTo(0.5f, within(0.01f));
    }
  }

  @Test
  void aLargeStepByALargeLossLeavesWeightsThatAddUpToOne() {
    try (Scope scope = Scope.open()) {
      float[] sure = new float[12]; // of what is wrong, in all images but the last
      for (int row = 0; row < 3; row++) {
        sure[3 * row + (int) (LABELS[row] + 1) % 3] = 100;
      }
      Batch batch = batch();
      Objective objective = new GroupDro(10).forGroups(GROUPS, SHARES);
      for (int step = 0; step < 3; step++) {
        objective.after(batch, outcome(Tensor.of(sure, 4, 3)), 1);
        float[] weights = objective.state();
        assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-6f));
        assertThat(weights[1]).isGreaterThan(0.99f);
      }
    }
  }

  private static Batch batch() {
    return new Batch(Tensor.zeros(4, 5), Tensor.ofLongs(LABELS, 4), new int[] {0, 1, 2, 3}, 3);
  }

  private static Outcome outcome(Tensor logits) {
    return new Outcome(Tensor.zeros(), logits);
  }

  private static double loss(Doubles logits, int row) {
    double[] values = new double[3];
    for (int c = 0; c < 3; c++) {
      values[c] = logits.at(row, c);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value);
    }
    return Math.log(sum) - values[(int) LABELS[row]];
  }
}
