package fovea.models;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Activations;
import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.tensor.Loss;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResNetTest {
  @Test
  void theStemForSmallImagesKeepsTheirSize() {
    try (Module network = new ResNet.ResNet18(32, Stem.CIFAR, 0).network(10, Rng.seeded(1))) {
      Summary summary = Summary.of(network, Shape.of(3, 32, 32));
      assertThat(summary.parameters()).isEqualTo(11_173_962);
      // Four convolutions of 32 x 32 cost as many as those of each later stage; the first of a
      // stage has half the channels, and a projection is a ninth of that.
      long convolution = 1024L * 64 * 64 * 9;
      long stage = convolution * 7 / 2 + convolution / 2 / 9;
      long stem = 1024L * 3 * 64 * 9;
      assertThat(summary.macs()).isEqualTo(stem + 4 * convolution + 3 * stage + 512 * 10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50"})
  void everyResidualBlockStartsAsItsShortcut(String name) {
    try (Model model =
            Models.create(
                name, Map.of("imageSize", 16, "stem", "cifar"), List.of("a", "b"), Rng.seeded(1));
        Scope scope = Scope.open()) {
      Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(2), Shape.of(2, 3, 16, 16));
      List<String> names = List.of("layer2.0", "layer2");
      Activations seen = Activations.of(model.network(), images, names);
      assertThat(seen.byName().get("layer2").toFloats())
          .isEqualTo(seen.byName().get("layer2.0").toFloats());
    }
  }

  @Test
  void allParametersGetGradientsOnImagesOfAnySize() {
    for (Stem stem : Stem.values()) {
      for (int size : new int[] {16, 37}) {
        try (Module network = new ResNet.ResNet18(size, stem, 0).network(3, Rng.seeded(1));
            Scope scope = Scope.open()) {
          Shape shape = Shape.of(2, 3, size, size);
          Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(2), shape).channelsLast();
          Tensor logits = network.call(images);
          assertThat(logits.shape()).isEqualTo(Shape.of(2, 3));
          Loss.crossEntropy(logits, Tensor.ofLongs(new long[] {0, 2}, 2), 0).backward();
          assertThat(network.parameters().values())
              .allSatisfy(parameter -> assertThat(parameter.gradient()).isNotNull());
        }
      }
    }
  }
}
