package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Golden;
import fovea.nn.FreshStatistics;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.InScope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Equal averages, and batch norm's statistics of them, against PyTorch's swa_utils. */
@ExtendWith(InScope.class)
class AveragedGoldensTest {
  private static final double TOLERANCE = 2e-6;

  @Test
  void theMeanOfFourStatesAndItsStatisticsAreThoseOfPyTorch() {
    Golden golden = Golden.read("averaged");
    try (Module network = SharpnessAwareTest.smallNetwork()) {
      network.loadStateDict(golden.under("0."));
      List<Tensor> weights = List.copyOf(network.parameters().values());
      try (WeightAverage average = WeightAverage.equal(weights)) {
        for (int epoch = 0; epoch < 4; epoch++) {
          network.loadStateDict(golden.under(epoch + "."));
          average.update();
        }
        average.swap();
        long tracked = network.stateDict().get("1.num_batches_tracked").toLongs()[0];
        Tensor images = golden.tensor("pixels").to(DType.FLOAT32).div(255);
        try (FreshStatistics fresh = new FreshStatistics(network);
            Autograd.NoGrad off = Autograd.noGrad()) {
          assertThat(fresh.areAny()).isTrue();
          for (int batch = 0; batch < 3; batch++) {
            Tensor unused = network.call(images.narrow(0, 4 * batch, 4));
          }
        }
        Map<String, Tensor> found = new LinkedHashMap<>(network.stateDict());
        assertThat(found.remove("1.num_batches_tracked").toLongs()).containsExactly(tracked);
        found.forEach((name, tensor) -> golden.assertMatches("average." + name, tensor, TOLERANCE));
      }
    }
  }

  @Test
  void frozenStatisticsStayAndOthersAreLearntFromAgainAfterwards() {
    Golden golden = Golden.read("averaged");
    try (Module network = SharpnessAwareTest.smallNetwork()) {
      network.loadStateDict(golden.under("3."));
      Tensor mean = network.stateDict().get("1.running_mean");
      Tensor images = golden.tensor("pixels").to(DType.FLOAT32).div(255);
      byte[] before = mean.toRaw();
      network.freeze();
      try (FreshStatistics fresh = new FreshStatistics(network)) {
        assertThat(fresh.areAny()).isFalse();
        Tensor unused = network.call(images);
      }
      assertThat(mean.toRaw()).isEqualTo(before);
      network.unfreeze();
      try (Autograd.NoGrad off = Autograd.noGrad()) {
        Tensor unused = network.call(images);
      }
      assertThat(mean.toRaw()).isNotEqualTo(before);
      assertThat(network.stateDict().get("1.num_batches_tracked").toLongs()).containsExactly(5);
    }
  }
}
