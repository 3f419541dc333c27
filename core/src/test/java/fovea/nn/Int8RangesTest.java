package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import fovea.FoveaException;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Int8RangesTest {
  private static final Shape INPUT = Shape.of(3, 8, 8);

  private final Rng rng = Rng.seeded(1);
  private Scope scope;

  @BeforeEach
  void openScope() {
    Threads.set(1);
    scope = Scope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  /** Its second layer sees the images less one; its last is too small for int8. */
  private Module lessOne() {
    Conv2d first = new Conv2d(3, 3, 1, 1, 0, true, rng);
    first.startAsIdentity();
    first.stateDict().get("bias").copyFrom(Tensor.full(-1, 3));
    return Sequential.of(
        first, new Conv2d(3, 4, 3, 1, 1, false, rng), new Flatten(), new Linear(256, 2, true, rng));
  }

  @Test
  void rangesAreTheMeansOfTheBatchesBoundsAndTheFirstLayerHasNone() {
    try (Module network = lessOne()) {
      List<Tensor> batches =
          List.of(Tensor.of(values(0.25f, 0.75f), 1, 3, 8, 8), Tensor.of(values(0, 1), 1, 3, 8, 8));
      Int8Ranges found = Int8Ranges.of(network, 2, batches::get);
      assertThat(found.layers()).containsOnlyKeys("1");
      assertThat(found.layers().get("1").low()).isCloseTo(-0.875, within(1e-6));
      assertThat(found.layers().get("1").high()).isCloseTo(-0.125, within(1e-6));
      assertThat(network.training()).isTrue();
    }
  }

  private static float[] values(float low, float high) {
    float[] values = new float[192];
    Arrays.fill(values, low);
    values[100] = high;
    return values;
  }

  @Test
  void aFewValuesFarOutsideDoNotWidenTheRange() {
    try (Module network = lessOne()) {
      float[] pixels = new float[1100 * 192];
      Arrays.fill(pixels, 0.5f);
      pixels[7] = 1000;
      pixels[9000] = -1000;
      Int8Ranges found =
          Int8Ranges.of(network, 1, batch -> Tensor.of(pixels, 1100, 3, 8, 8).channelsLast());
      assertThat(found.layers().get("1").low()).isCloseTo(-0.5, within(1e-6));
      assertThat(found.layers().get("1").high()).isCloseTo(-0.5, within(1e-6));
    }
  }

  /** Of what lies between the bounds, by sorting. */
  @Test
  void rangesOfInputsAndOutputsAreThoseOfTheSortedValues() {
    try (Module network =
        Sequential.of(
            new Conv2d(3, 4, 3, 1, 1, true, rng),
            new Conv2d(4, 4, 3, 1, 1, true, rng),
            new BatchNorm2d(4, 1e-5, 0.1))) {
      network.eval();
      Tensor images = RandomTensor.normal(rng, Shape.of(1000, 3, 8, 8));
      Activations seen = Activations.of(network, images, List.of("0", "1", "2"));
      Int8Ranges found = Int8Ranges.of(network, 1, batch -> images);
      assertThat(found.layers()).containsOnlyKeys("1");
      requireSorted(found.layers().get("1"), seen.byName().get("0"));
      assertThat(found.outputs()).containsOnlyKeys("1", "2");
      requireSorted(found.outputs().get("1"), seen.byName().get("1"));
      requireSorted(found.outputs().get("2"), seen.byName().get("2"));
    }
  }

  private static void requireSorted(InputRange range, Tensor values) {
    float[] sorted = values.toFloats();
    Arrays.sort(sorted);
    int outside = sorted.length / 100_000;
    assertThat(outside).isPositive();
    assertThat(range.low()).isEqualTo(sorted[outside]);
    assertThat(range.high()).isEqualTo(sorted[sorted.length - 1 - outside]);
  }

  private Module deeper() {
    return Sequential.of(
        new Conv2d(3, 16, 3, 1, 1, true, rng),
        new GELU(),
        new Conv2d(16, 24, 3, 1, 1, false, rng),
        new MaxPool2d(2, 2),
        new BatchNorm2d(24, 1e-12, 0.4),
        new GELU(),
        new Flatten(),
        new Linear(384, 256, true, rng),
        new ReLU(true),
        new Linear(256, 5, true, rng));
  }

  @Test
  void aNetworkInWholeNumbersGivesAlmostTheSameLogits() {
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    long before = LiveTensors.count();
    try (Module network = deeper()) {
      Tensor images = RandomTensor.uniform(0, 1, rng, Shape.of(40, 3, 8, 8)).channelsLast();
      network.eval();
      Int8Ranges ranges = Int8Ranges.of(network, 1, batch -> images);
      assertThat(ranges.layers()).containsOnlyKeys("2", "7");
      float[] expected = network.call(images).toFloats();
      double largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (Precision precision : Precision.supported()) {
        try (Prepared prepared = Prepared.of(network, INPUT, precision, ranges)) {
          float[] found = prepared.call(images).toFloats();
          assertThat(found).isNotEqualTo(expected);
          for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(0.05 * largest));
          }
        }
      }
    }
    scope.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
    scope = Scope.open();
  }

  @Test
  void aLayerThatTheNetworkDoesNotHaveIsRefused() {
    try (Module network = lessOne()) {
      for (String name : List.of("9", "2", "3", "", "1.weight", "line\nbreak")) {
        assertThatThrownBy(() -> fits(network, name, 0, 1))
            .isInstanceOf(FoveaException.class)
            .hasMessage(
                "layer `%s`: the network has no such layer that int8 is for",
                name.replace('\n', '?'));
      }
      fits(network, "1", 0, 1);
    }
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    try (Module network = lessOne()) {
      double[][] ranges = {
        {1, 0}, {Double.NaN, 1}, {0, Double.NaN}, {0, Double.POSITIVE_INFINITY}, {-1e200, 0}
      };
      for (double[] range : ranges) {
        assertThatThrownBy(() -> fits(network, "1", range[0], range[1]))
            .isInstanceOf(FoveaException.class)
            .hasMessageStartingWith(
                "layer `1`: its inputs go from " + range[0] + " to " + range[1]);
      }
    }
  }

  private static void fits(Module network, String name, double low, double high) {
    new Int8Ranges(Map.of(name, new InputRange(low, high))).requireFits(network);
  }
}
