package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.ConvGeometry;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Groups, dilation, rectangles and padded pooling in a network made ready for inference. */
class PreparedGeometryTest {
  private static final Shape INPUT = Shape.of(3, 9, 8);

  private final Rng rng = Rng.seeded(1);

  private Conv2d conv(int in, int out, Size2d kernel, ConvGeometry geometry) {
    return new Conv2d(in, out, kernel, geometry, false, Initialisation.standard(), rng);
  }

  private Module network() {
    Size2d three = Size2d.square(3);
    return Sequential.of(
        conv(3, 16, new Size2d(5, 3), ConvGeometry.of(Size2d.square(1), new Size2d(2, 1))),
        new BatchNorm2d(16),
        new ReLU(true),
        new MaxPool2d(3, 1, 1),
        conv(16, 16, three, ConvGeometry.of(1, 1).grouped(16)),
        new BatchNorm2d(16),
        new ReLU(true),
        conv(
            16,
            32,
            three,
            new ConvGeometry(new Size2d(2, 1), Size2d.square(2), Size2d.square(2), 1)),
        new MaxPool2d(3, 2, 1),
        new BatchNorm2d(32),
        new GELU(),
        conv(32, 32, new Size2d(1, 3), ConvGeometry.of(1, 0).grouped(4)),
        new AdaptiveAvgPool2d(1),
        new Flatten(),
        new Linear(32, 5, true, rng));
  }

  @Test
  void theLogitsStayTheSame() {
    try (Module network = network();
        Scope scope = Scope.open()) {
      network.stateDict().forEach(this::trained);
      network.eval();
      Tensor images = RandomTensor.uniform(0, 1, rng, Shape.of(4, 3, 9, 8)).channelsLast();
      float[] expected = network.call(images).toFloats();
      try (Prepared plain = Prepared.of(network, INPUT, Precision.FLOAT32)) {
        assertClose(plain.call(images), expected, 1e-5);
      }
      if (Precision.fastest() == Precision.BFLOAT16) {
        try (Prepared half = Prepared.of(network, INPUT, Precision.BFLOAT16)) {
          assertClose(half.call(images), expected, 0.03);
        }
      }
      if (QuantizedLayer.isPossible()) {
        Int8Ranges ranges = Int8Ranges.of(network, 1, batch -> images);
        assertThat(ranges.layers()).containsOnlyKeys("4", "7", "11");
        try (Prepared whole = Prepared.of(network, INPUT, Precision.FLOAT32, ranges)) {
          assertClose(whole.call(images), expected, 0.03);
        }
      }
    }
  }

  /** Statistics and scales as training might have left them. */
  private void trained(String name, Tensor tensor) {
    if (name.contains("running_") || (name.endsWith("weight") && tensor.shape().rank() == 1)) {
      tensor.copyFrom(RandomTensor.uniform(0.2, 3, rng, tensor.shape()));
    }
  }

  private static void assertClose(Tensor logits, float[] expected, double off) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    float[] found = logits.toFloats();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(off * largest));
    }
  }
}
