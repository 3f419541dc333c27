package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import fovea.tensor.DType;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EightBitsBetweenLayersTest {
  private Scope scope;

  @BeforeEach
  void open() {
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    if (scope != null) {
      scope.close();
    }
  }

  private static Conv2d conv(int inside, int outside, Rng rng) {
    return new Conv2d(inside, outside, 3, 1, 1, true, rng);
  }

  private static Tensor images(int count) {
    return RandomTensor.uniform(0, 1, Rng.seeded(7), Shape.of(count, 3, 12, 12)).channelsLast();
  }

  private static List<DType> inputTypes(Prepared prepared, Tensor images, String operation) {
    try (Tape tape = Tape.open()) {
      Tensor unused = prepared.call(images);
      return tape.operations().stream()
          .filter(op -> op.name().equals(operation))
          .map(op -> op.input(0).dtype())
          .toList();
    }
  }

  private static Prepared int8(Module network) {
    Int8Ranges ranges = Int8Ranges.of(network, 1, i -> images(4));
    return Prepared.of(network, Shape.of(3, 12, 12), Precision.FLOAT32, ranges);
  }

  private static double largest(Tensor values) {
    double largest = 0;
    for (float value : values.toFloats()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static void assertIsNear(Tensor found, Tensor expected, double share) {
    assertThat(largest(found.sub(expected))).isLessThan(share * largest(expected));
  }

  @Test
  void aConvolutionReadThroughNormReluAndPoolingStaysIn8BitsAndGivesTheSame() {
    for (int seed = 0; seed < 6; seed++) {
      Rng rng = Rng.seeded(seed);
      int width = 8 + rng.nextInt(30);
      Module chain =
          Sequential.of(
              conv(3, 8, rng),
              Layers.relu(),
              conv(8, width, rng),
              new MaxPool2d(2 + seed % 2, 2, seed % 2),
              BatchNorm2d.shiftOnly(width, 1e-5, 0.1),
              Layers.relu(),
              conv(width, 9, rng),
              Layers.relu());
      try (Evaluating mode = chain.evaluating();
          Prepared prepared = int8(chain)) {
        for (int n = 1; n <= 3; n++) {
          Tensor found = prepared.call(images(n));
          assertThat(found.dtype()).isEqualTo(DType.FLOAT32);
          assertIsNear(found, chain.call(images(n)), 0.03);
        }
        assertThat(inputTypes(prepared, images(1), "maxPool2d")).containsExactly(DType.UINT8);
        assertThat(inputTypes(prepared, images(1), "quantized conv2d"))
            .containsExactly(DType.FLOAT32, DType.UINT8);
      }
    }
  }

  private static final class Residual extends Module {
    private final Conv2d first = child("first", conv(3, 8, Rng.seeded(1)));
    private final Conv2d second = child("second", conv(8, 8, Rng.seeded(2)));
    private final Conv2d third = child("third", conv(8, 8, Rng.seeded(3)));

    @Override
    protected Tensor forward(Tensor images) {
      Tensor found = second.call(first.call(images));
      return third.call(found).add(found);
    }
  }

  @Test
  void whatAnAdditionReadsTooStaysInFloat32() {
    Module network = new Residual();
    try (Prepared prepared = int8(network)) {
      assertThat(inputTypes(prepared, images(2), "quantized conv2d"))
          .containsExactly(DType.FLOAT32, DType.FLOAT32);
      assertIsNear(prepared.call(images(2)), network.call(images(2)), 0.03);
    }
  }

  private static final class Branching extends Module {
    private final Conv2d first = child("first", conv(3, 8, Rng.seeded(1)));
    private final Conv2d second = child("second", conv(8, 8, Rng.seeded(2)));
    private final Conv2d third = child("third", conv(8, 8, Rng.seeded(3)));
    private final ReLU relu = child("relu", Layers.relu());
    private final Conv2d other = child("other", conv(8, 8, Rng.seeded(4)));

    @Override
    protected Tensor forward(Tensor images) {
      Tensor found = second.call(relu.call(first.call(images)));
      return (images.shape().size(0) == 3 ? other : third).call(found);
    }
  }

  @Test
  void aForwardThatBranchesToAnotherLayerIsRunAsItIs() {
    Module network = new Branching();
    try (Prepared prepared = int8(network)) {
      assertThat(inputTypes(prepared, images(2), "quantized conv2d")).endsWith(DType.UINT8);
      assertThat(prepared.call(images(3)).toFloats()).isEqualTo(network.call(images(3)).toFloats());
    }
  }
}
