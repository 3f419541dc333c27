package fovea.nn;

import static fovea.nn.Layers.batchNorm;
import static fovea.nn.Layers.conv3x3;
import static fovea.nn.Layers.flatten;
import static fovea.nn.Layers.maxPool;
import static fovea.nn.Layers.relu;
import static fovea.nn.Layers.reluInPlace;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.InScope;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(InScope.class)
class SequentialTest {
  private static final CallListener NOBODY = (module, input, output) -> {};

  private static Module network(boolean inPlace) {
    Rng rng = Rng.seeded(3);
    return Sequential.of(
        conv3x3(3, 8, rng),
        inPlace ? reluInPlace() : relu(),
        maxPool(2),
        conv3x3(8, 4, rng),
        batchNorm(4),
        inPlace ? reluInPlace() : relu(),
        maxPool(2),
        flatten());
  }

  /** Outputs and the gradients of input and weights, bit for bit. */
  private static List<float[]> values(Module network, Tensor images, Precision precision) {
    Tensor input = images.detach().copy().requireGradient(true);
    List<float[]> values = new ArrayList<>();
    Tensor output;
    try (Precision.Block block = precision.on()) {
      output = network.call(input);
    }
    values.add(output.toFloats());
    output.mul(RandomTensor.uniform(-1, 1, Rng.seeded(5), output.shape())).sum().backward();
    values.add(gradient(input));
    network.parameters().values().forEach(weight -> values.add(gradient(weight)));
    return values;
  }

  private static float[] gradient(Tensor leaf) {
    return requireNonNull(leaf.gradient()).toFloats();
  }

  /** Whole numbers, so that many of a window's values are equal. */
  private static Tensor wholeNumbers() {
    Random random = new Random(1);
    float[] values = new float[8 * 3 * 16 * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(5) - 2;
    }
    return Tensor.of(values, 8, 3, 16, 16);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void poolingBeforeReluChangesNoBit(Precision precision) {
    Tensor images = wholeNumbers();
    for (boolean inPlace : List.of(false, true)) {
      List<float[]> inOrder;
      try (Module network = network(inPlace);
          Listening listening = Listening.to(NOBODY)) {
        inOrder = values(network, images, precision);
      }
      try (Module network = network(inPlace)) {
        assertThat(values(network, images, precision))
            .usingRecursiveComparison()
            .isEqualTo(inOrder);
      }
    }
  }
}
