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
      objective.after(batch, new Outcome(outcome.loss().detach(), outcome.logits().detach()));
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
