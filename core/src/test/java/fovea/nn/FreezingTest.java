package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Doubles;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreezingTest {
  private static Sequential network(Rng rng) {
    return Sequential.of(
        new Normalize(3),
        new Conv2d(3, 4, 3, 1, 1, true, rng),
        new BatchNorm2d(4),
        new Flatten(),
        new Linear(4 * 16, 2, true, rng));
  }

  private static Tensor images(Rng rng) {
    return Doubles.normal(rng, 5, 3, 4, 4).tensor();
  }

  private static Map<String, byte[]> bits(Module network) {
    Map<String, byte[]> bits = new LinkedHashMap<>();
    network.stateDict().forEach((name, tensor) -> bits.put(name, tensor.toRaw()));
    return bits;
  }

  @Test
  void aFrozenBatchNormKeepsItsStatisticsAndUsesThemWhileTheRestTrains() {
    Rng rng = Rng.seeded(1);
    for (Precision precision : Precision.values()) {
      try (Scope scope = Scope.open();
          Sequential network = network(rng)) {
        network.modules().get("2").call(network.modules().get("1").call(images(rng)));
        network.modules().get("2").freeze();
        Map<String, byte[]> before = bits(network);
        Tensor images = images(rng);
        try (Precision.Block block = precision.on()) {
          Tensor trained = network.call(images);
          trained.sum().backward();
          try (Evaluating evaluating = network.evaluating()) {
            assertThat(trained.toFloats()).isEqualTo(network.call(images).toFloats());
          }
        }
        assertThat(bits(network)).usingRecursiveComparison().isEqualTo(before);
        Map<String, Tensor> parameters = network.parameters();
        assertThat(parameters.get("2.weight").gradient()).isNull();
        assertThat(parameters.get("1.weight").gradient()).isNotNull();
        assertThat(network.modules().get("2").isFrozen()).isTrue();
        assertThat(network.isFrozen()).as("it has no tensors of its own").isFalse();
        network.unfreeze();
        Tensor unused = network.call(images);
        assertThat(bits(network).get("2.running_mean")).isNotEqualTo(before.get("2.running_mean"));
        assertThat(network.stateDict().get("2.num_batches_tracked").item()).isEqualTo(2);
      }
    }
  }

  @Test
  void noGraphIsKeptBelowTheFirstLayerThatIsTrained() {
    Rng rng = Rng.seeded(2);
    try (Scope scope = Scope.open();
        Sequential network = network(rng)) {
      for (String part : new String[] {"1", "2"}) {
        network.modules().get(part).freeze();
      }
      Tensor input = images(rng);
      for (String part : new String[] {"0", "1", "2", "3"}) {
        input = network.modules().get(part).call(input);
        assertThat(input.requiresGradient()).as(part).isFalse();
      }
      Tensor output = network.modules().get("4").call(input);
      assertThat(output.requiresGradient()).isTrue();
      output.sum().backward();
      assertThat(network.parameters().get("4.weight").gradient()).isNotNull();
      assertThat(network.parameters().get("1.weight").gradient()).isNull();
    }
  }

  @Test
  void namesFreezeWhatTheyNameUntilTheBlockEndsAndNoMore() {
    Rng rng = Rng.seeded(3);
    try (Sequential network = network(rng)) {
      Map<String, Tensor> parameters = network.parameters();
      assertThat(network.freezable())
          .containsExactlyInAnyOrder(
              "0.mean", "0.std", "1.weight", "1.bias", "2.weight", "2.bias", "4.weight", "4.bias");
      parameters.get("4.bias").requireGradient(false);
      try (Freezing frozen = network.freezing(name -> name.matches("[02]\\..*|4.bias"))) {
        assertThat(network.modules().get("0").isFrozen()).isTrue();
        assertThat(network.modules().get("1").isFrozen()).isFalse();
        assertThat(network.modules().get("2").isFrozen()).isTrue();
        assertThat(parameters.get("1.weight").requiresGradient()).isTrue();
      }
      assertThat(network.modules().get("0").isFrozen()).isFalse();
      assertThat(network.modules().get("2").isFrozen()).isFalse();
      assertThat(parameters.get("4.bias").requiresGradient()).isFalse();
    }
  }

  @Test
  void aBatchNormOfWhichOneParameterIsTrainedIsNotFrozen() {
    try (BatchNorm2d norm = new BatchNorm2d(3)) {
      norm.parameters().get("weight").requireGradient(false);
      assertThat(norm.isFrozen()).isFalse();
      norm.parameters().get("bias").requireGradient(false);
      assertThat(norm.isFrozen()).isTrue();
    }
  }

  @Test
  void aModuleIsFreshUntilItIsLoadedOrSettled() {
    Rng rng = Rng.seeded(4);
    try (Sequential network = network(rng);
        Sequential other = network(rng)) {
      assertThat(network.isFresh()).isTrue();
      network.modules().get("1").loadStateDict(other.modules().get("1").stateDict());
      assertThat(network.modules().get("1").isFresh()).isFalse();
      assertThat(network.modules().get("0").isFresh()).isTrue();
      network.loadStateDict(other.stateDict());
      assertThat(network.modules().values()).noneMatch(Module::isFresh);
      other.settle();
      assertThat(other.modules().values()).noneMatch(Module::isFresh);
    }
  }
}
