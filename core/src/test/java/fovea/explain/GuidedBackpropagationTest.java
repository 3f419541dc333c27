package fovea.explain;

import static fovea.nn.Layers.flatten;
import static fovea.nn.Layers.linear;
import static fovea.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.nn.LayerNorm;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class GuidedBackpropagationTest {
  private static final int HIDDEN = 7;

  /** {@code head(a + relu(inner(a)))} with {@code a = relu(first(x))}: a's output is read twice. */
  private static final class Skipping extends Module {
    private final Module flatten = child("flatten", flatten());
    private final Module first;
    private final Module inner;
    private final Module head;
    private final ReLU relu1 = child("relu1", relu());
    private final ReLU relu2 = child("relu2", relu());

    Skipping(Rng rng) {
      first = child("first", linear(Networks.SIZE, HIDDEN, rng));
      inner = child("inner", linear(HIDDEN, HIDDEN, rng));
      head = child("head", linear(HIDDEN, Networks.CLASSES, rng));
    }

    @Override
    protected Tensor forward(Tensor images) {
      Tensor a = relu1.call(first.call(flatten.call(images)));
      return head.call(a.add(relu2.call(inner.call(a))));
    }
  }

  private static double[] times(float[] matrix, int rows, double[] vector, float[] bias) {
    double[] product = new double[rows];
    for (int r = 0; r < rows; r++) {
      product[r] = bias[r];
      for (int i = 0; i < vector.length; i++) {
        product[r] += matrix[r * vector.length + i] * vector[i];
      }
    }
    return product;
  }

  private static double[] transposed(float[] matrix, double[] vector, int columns) {
    double[] product = new double[columns];
    for (int r = 0; r < vector.length; r++) {
      for (int i = 0; i < columns; i++) {
        product[i] += matrix[r * columns + i] * vector[r];
      }
    }
    return product;
  }

  /** Only where the ReLU was on, and only what is above 0. */
  private static double[] guided(double[] gradient, double[] before) {
    double[] handed = new double[gradient.length];
    for (int i = 0; i < handed.length; i++) {
      handed[i] = before[i] > 0 ? Math.max(0, gradient[i]) : 0;
    }
    return handed;
  }

  private static float[] values(Module network, String name) {
    return network.parameters().get(name).detach().toFloats();
  }

  @Test
  void gradientsGoBackThroughEachReluByTheRuleAlsoAroundASkip() {
    Rng rng = Rng.seeded(9);
    try (Module network = new Skipping(rng)) {
      for (int round = 0; round < 5; round++) {
        float[] image = Networks.image(rng);
        double[] x = new double[image.length];
        for (int i = 0; i < x.length; i++) {
          x[i] = image[i];
        }
        float[] first = values(network, "first.weight");
        float[] inner = values(network, "inner.weight");
        float[] head = values(network, "head.weight");
        double[] before1 = times(first, HIDDEN, x, values(network, "first.bias"));
        double[] a = new double[HIDDEN];
        for (int i = 0; i < HIDDEN; i++) {
          a[i] = Math.max(0, before1[i]);
        }
        double[] before2 = times(inner, HIDDEN, a, values(network, "inner.bias"));
        double[] seed = new double[Networks.CLASSES];
        seed[round % 4] = 1;
        double[] atSum = transposed(head, seed, HIDDEN);
        double[] atA = transposed(inner, guided(atSum, before2), HIDDEN);
        for (int i = 0; i < HIDDEN; i++) {
          atA[i] += atSum[i];
        }
        double[] expected = transposed(first, guided(atA, before1), Networks.SIZE);
        Relevance found =
            Networks.explained(
                network, new GuidedBackpropagation(), image, Question.why(round % 4));
        double[] largest = Networks.largest(expected);
        for (int p = 0; p < largest.length; p++) {
          assertThat((double) found.values()[p]).isCloseTo(largest[p], within(1e-4));
        }
      }
      assertThat(network.parameters().values()).allMatch(p -> p.gradient() == null);
    }
  }

  /** A layer norm isn't folded into others, so the caller's own parameters are in the graph. */
  @Test
  void noParameterOfTheNetworkGathersAGradient() {
    Rng rng = Rng.seeded(3);
    try (Module network =
        Sequential.of(
            flatten(),
            linear(Networks.SIZE, HIDDEN, rng),
            new LayerNorm(HIDDEN, 1e-5),
            relu(),
            linear(HIDDEN, Networks.CLASSES, rng))) {
      Relevance found =
          Networks.explained(
              network, new GuidedBackpropagation(), Networks.image(rng), Question.why(1));
      assertThat(found.isBlank()).isFalse();
      network.parameters().forEach((name, value) -> assertThat(value.gradient()).as(name).isNull());
    }
  }

  @Test
  void aNetworkWithoutReluIsRefused() {
    try (Module network = Networks.smooth(Rng.seeded(1))) {
      assertThatThrownBy(
              () ->
                  Networks.explained(
                      network,
                      new GuidedBackpropagation(),
                      new float[Networks.SIZE],
                      Question.why(0)))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("this network has no ReLU");
    }
  }

  @Test
  void itSaysThatItFailsSanityChecks() {
    assertThat(new GuidedBackpropagation().caution()).isPresent();
    assertThat(new Saliency().caution()).isEmpty();
  }
}
