package fovea.models;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Module;
import fovea.nn.StochasticDepth;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drop-path in the residual networks. */
class StochasticDepthsTest {
  private static Model model(String name, double p) {
    Map<String, Object> arguments = new LinkedHashMap<>(Map.of("imageSize", 16));
    if (p > 0) {
      arguments.put("stochasticDepth", p);
    }
    return Models.create(name, arguments, List.of("a", "b", "c"), Rng.seeded(1));
  }

  private static List<StochasticDepth> layers(Module network) {
    return network.modules().values().stream()
        .filter(StochasticDepth.class::isInstance)
        .map(StochasticDepth.class::cast)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, 8",
    "resnet34, 16",
    "resnet50, 16",
    "resnet20, 9",
    "resnet56, 27",
    "preactresnet18, 8",
    "wideresnet, 6"
  })
  void theBlocksAreLeftOutTheMoreOftenTheDeeperTheyLie(String name, int blocks) {
    try (Model model = model(name, 0.4)) {
      List<StochasticDepth> layers = layers(model.network());
      assertThat(layers).hasSize(blocks);
      for (int i = 0; i < blocks; i++) {
        assertThat(layers.get(i).arguments()).containsEntry("p", 0.4 * (i + 1) / blocks);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"resnet18", "resnet50", "resnet20", "preactresnet18", "wideresnet"})
  void aNetworkEvaluatesAsTheOneOfTheSameWeightsWithoutAndTrainsOtherwise(String name) {
    try (Model plain = model(name, 0);
        Model dropping = model(name, 0.7);
        Scope scope = Scope.open()) {
      assertThat(layers(plain.network())).isEmpty();
      assertThat(dropping.network().stateDict().keySet())
          .containsExactlyElementsOf(plain.network().stateDict().keySet());
      shake(plain.network());
      dropping.network().loadStateDict(plain.network().stateDict());
      Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(2), Shape.of(4, 3, 16, 16));
      plain.network().eval();
      dropping.network().eval();
      byte[] expected = plain.network().call(images).toRaw();
      assertThat(dropping.network().call(images).toRaw()).isEqualTo(expected);
      dropping.network().train();
      byte[] once = dropping.network().call(images).toRaw();
      assertThat(dropping.network().call(images).toRaw()).isNotEqualTo(once);
    }
  }

  /** Blocks that start as their shortcut would hide what is left out. */
  private static void shake(Module network) {
    network
        .parameters()
        .values()
        .forEach(
            weight -> {
              try (Scope temporary = Scope.open()) {
                weight.copyFrom(weight.detach().add(0.1));
              }
            });
  }
}
