package fovea.measure;

import static fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.models.Models;
import fovea.nn.CountedWork;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Activation;
import fovea.tensor.LiveTensors;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerProfileTest {
  private static final int BATCH = 4;
  private static final Shape INPUT = Shape.of(3, 16, 16);

  /** Three paths part at the result of an operation that is no module, and meet again in a sum. */
  private static final class Residual extends Module {
    private final Module stem;
    private final Module main;
    private final Module shortcut;
    private final Module head;

    Residual(Rng rng) {
      stem = child("stem", Sequential.of(conv3x3(3, 8, rng), batchNorm(8)));
      main = child("main", Sequential.of(conv3x3NoBias(8, 8, rng), batchNorm(8), relu()));
      shortcut = child("shortcut", conv3x3(8, 8, rng));
      head = child("head", Sequential.of(maxPool(2), flatten(), linear(8 * 64, 3, rng)));
    }

    @Override
    protected Tensor forward(Tensor images) {
      Tensor bent = Activation.relu(stem.call(images));
      Tensor sum = main.call(bent).add(shortcut.call(bent)).add(bent);
      return head.call(sum);
    }
  }

  private static Module catalogued() {
    return Models.create(
            "cifar10-cnn", Map.of("imageSize", 16), List.of("a", "b", "c"), Rng.seeded(1))
        .network();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void gradientsAreThoseOfAnOrdinaryBackwardPassBitForBit(Precision precision) {
    assertThat(profiled(LayerProfileTest::catalogued, precision))
        .hasSize(15)
        .isEqualTo(ordinary(LayerProfileTest::catalogued, precision));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void gradientsFindTheirWayAroundLayersThroughAResidualSum(Precision precision) {
    assertThat(profiled(() -> new Residual(Rng.seeded(1)), precision))
        .hasSize(11)
        .isEqualTo(ordinary(() -> new Residual(Rng.seeded(1)), precision));
  }

  @Test
  void aFrozenFirstLayerGetsNoGradientAndStopsNone() {
    Supplier<Module> frozen =
        () -> {
          Module network = new Residual(Rng.seeded(1));
          network
              .modules()
              .get("stem.0")
              .parameters()
              .values()
              .forEach(p -> p.requireGradient(false));
          return network;
        };
    Map<String, Integer> found = profiled(frozen, Precision.FLOAT32);
    assertThat(found)
        .isEqualTo(ordinary(frozen, Precision.FLOAT32))
        .doesNotContainKey("stem.0.weight");
  }

  @Test
  void everyLayerIsListedOnceWithItsCallsAndItsWork() {
    try (Module network = catalogued();
        Scope scope = Scope.open()) {
      LayerProfile profile = LayerProfile.of(network);
      step(network, profile, Precision.FLOAT32);
      step(network, profile, Precision.FLOAT32);
      List<LayerProfile.Layer> layers = profile.layers();
      assertThat(layers)
          .extracting(LayerProfile.Layer::name)
          .startsWith("normalize", "features.0", "features.1", "features.2", "features.3")
          .endsWith("classifier.2", "classifier.3")
          .doesNotHaveDuplicates();
      assertThat(layers).allMatch(layer -> layer.calls() == 2 && layer.forwardMilliseconds() > 0);
      assertThat(layers.get(0).backwardMilliseconds()).isZero();
      assertThat(layers.subList(1, layers.size())).allMatch(l -> l.backwardMilliseconds() > 0);
      assertThat(layers.get(1).type()).isEqualTo("Conv2d");
      assertThat(layers.get(1).gigaflop()).isEqualTo(2 * BATCH * 4 * 256 * 64 * 27 / 1e9);
      assertThat(layers.stream().mapToDouble(LayerProfile.Layer::gigaflop).sum() * 1e9)
          .isCloseTo(2.0 * BATCH * CountedWork.of(network, INPUT).total(), within(0.5));
      assertThat(profile.other().forwardMilliseconds()).isPositive();
    }
  }

  @Test
  void aProfileOwnsNoTensors() {
    try (Module network = catalogued()) {
      long before = LiveTensors.count();
      LayerProfile profile = LayerProfile.of(network);
      try (Scope scope = Scope.open()) {
        step(network, profile, Precision.FLOAT32);
      }
      assertThat(LiveTensors.count()).isEqualTo(before);
      try (Scope scope = Scope.open()) {
        Tensor loss = Tensor.ones(1);
        assertThatThrownBy(() -> profile.backward(loss)).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  private static void step(Module network, LayerProfile profile, Precision precision) {
    Tensor loss;
    try (Listening listening = profile.listen()) {
      loss = loss(network, precision);
    }
    profile.backward(loss);
  }

  private static Map<String, Integer> profiled(Supplier<Module> make, Precision precision) {
    try (Module network = make.get();
        Scope scope = Scope.open()) {
      LayerProfile profile = LayerProfile.of(network);
      // Twice: gradients of parts of a batch add up.
      step(network, profile, precision);
      step(network, profile, precision);
      return gradients(network);
    }
  }

  private static Map<String, Integer> ordinary(Supplier<Module> make, Precision precision) {
    try (Module network = make.get();
        Scope scope = Scope.open()) {
      loss(network, precision).backward();
      loss(network, precision).backward();
      return gradients(network);
    }
  }

  private static Tensor loss(Module network, Precision precision) {
    Rng rng = Rng.seeded(2);
    Tensor images = RandomTensor.uniform(0, 1, rng, Shape.of(BATCH, 3, 16, 16)).channelsLast();
    Tensor labels = Tensor.ofLongs(new long[] {0, 2, 1, 0}, BATCH);
    try (Precision.Block block = precision.on()) {
      return Loss.crossEntropy(network.call(images), labels, 0.1);
    }
  }

  /** A digest of the bits of each. */
  private static Map<String, Integer> gradients(Module network) {
    Map<String, Integer> found = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              Tensor gradient = parameter.gradient();
              if (gradient != null) {
                found.put(name, Arrays.hashCode(gradient.toRaw()));
              }
            });
    return found;
  }
}
