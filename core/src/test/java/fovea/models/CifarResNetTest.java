package fovea.models;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.models.CifarResNet.Shortcut;
import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CifarResNetTest {
  /** He et al. 2016, table 6: 0.27 million. Option B adds two projections and their batch norms. */
  @ParameterizedTest
  @CsvSource({"A, 269722, 40551040", "B, 272474, 40813184"})
  void parametersAndWorkAreThoseOfThePaper(Shortcut shortcut, long parameters, long macs) {
    try (Module network = new CifarResNet.ResNet20(32, shortcut, 0).network(10, Rng.seeded(1))) {
      Summary summary = Summary.of(network, Shape.of(3, 32, 32));
      assertThat(summary.parameters()).isEqualTo(parameters);
      assertThat(summary.macs()).isEqualTo(macs);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allParametersGetGradientsInEveryPrecision(Shortcut shortcut) {
    for (Precision precision : Precision.supported()) {
      try (Module network = new CifarResNet.ResNet20(32, shortcut, 0).network(3, Rng.seeded(1));
          Scope scope = Scope.open()) {
        Shape shape = Shape.of(2, 3, 19, 19);
        Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(2), shape).channelsLast();
        Tensor loss;
        try (Precision.Block block = precision.on()) {
          loss = Loss.crossEntropy(network.call(images), Tensor.ofLongs(new long[] {0, 2}, 2), 0);
        }
        loss.backward();
        assertThat(network.parameters().values())
            .allSatisfy(parameter -> assertThat(parameter.gradient()).isNotNull());
      }
    }
  }

  @Test
  void theShortcutIsAWordOfARecipe() {
    assertThat(Models.input("resnet20", Map.of("shortcut", "b", "imageSize", 48)))
        .isEqualTo(Shape.of(3, 48, 48));
  }
}
