package fovea.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.objective.Objective.Outcome;
import fovea.tensor.Doubles;
import fovea.tensor.Reference;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  @Test
  void theLossIsThatOfWhatTheNetworkSaysAndItsGradientsReachTheWeights() {
    try (Scope scope = Scope.open();
        Module network = Sequential.of(new Linear(5, 3, true, Rng.seeded(1)))) {
      Doubles images = Doubles.normal(Rng.seeded(2), 4, 5);
      long[] labels = {0, 2, 1, 2};
      Batch batch =
          new Batch(images.tensor(), Tensor.ofLongs(labels, 4), new int[] {0, 1, 2, 3}, 3);
      for (double smoothing : new double[] {0, 0.2}) {
        Outcome outcome = new CrossEntropy(smoothing).of(network, batch, Rng.seeded(0));
        Doubles logits = Doubles.of(network.call(images.tensor()));
        logits.assertMatches(outcome.logits().detach(), 1e-6, "logits");
        assertThat(outcome.loss().item())
            .isCloseTo(Reference.crossEntropy(logits, labels, smoothing), within(1e-5));
        outcome.loss().backward();
        assertThat(network.parameters().values())
            .allSatisfy(parameter -> assertThat(parameter.gradient()).isNotNull());
      }
    }
  }
}
