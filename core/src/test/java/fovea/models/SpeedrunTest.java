package fovea.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Activations;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class SpeedrunTest {
  /** Neighbouring pixels and colours are alike, as in photographs. */
  private static Tensor correlated() {
    Tensor rough = RandomTensor.uniform(0, 1, Rng.seeded(3), Shape.of(64, 3, 12, 12));
    Tensor grey = rough.mean(1).unsqueeze(1);
    Tensor smooth =
        rough.narrow(3, 0, 11).add(rough.narrow(3, 1, 11)).mul(0.25).add(grey.narrow(3, 0, 11));
    return smooth.div(1.5);
  }

  @Test
  void whitenedPatchesAreUncorrelatedWithUnitVariance() {
    try (Speedrun network = new Speedrun(List.of(24, 24, 24), 1, false, 5e-4, 10, Rng.seeded(1));
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor images = correlated();
      network.startFrom(images);
      network.eval();
      Tensor whitened = Activations.of(network, images, List.of("whiten")).byName().get("whiten");
      Tensor rows = whitened.permute(1, 0, 2, 3).reshape(24, -1);
      Doubles products =
          Doubles.of(rows.matmul(rows.transpose(0, 1)).div((double) rows.shape().size(1)));
      for (int i = 0; i < 12; i++) {
        for (int j = 0; j < 12; j++) {
          // second moments, since whitening takes them about zero; epsilon shrinks small ones
          double expected = i == j ? 1 : 0;
          assertThat(products.at(i, j)).isBetween(expected - 0.2, expected + 0.01);
          // to rounding, which depends on where in a product's blocks a row lies
          assertThat(products.at(i, j + 12)).isCloseTo(-products.at(i, j), within(1e-6));
        }
      }
    }
  }

  /** The output's variance is v / (v + epsilon) in a direction of variance v. */
  @Test
  void aLargerEpsilonMagnifiesFaintDirectionsLess() {
    double epsilon = 0.3;
    try (Speedrun exact = new Speedrun(List.of(24, 24, 24), 1, false, 0, 10, Rng.seeded(1));
        Speedrun less = new Speedrun(List.of(24, 24, 24), 1, false, epsilon, 10, Rng.seeded(1))) {
      exact.startFrom(correlated());
      less.startFrom(correlated());
      Tensor all = filters(exact);
      Tensor damped = filters(less);
      for (int i = 0; i < 12; i++) {
        double whole = squared(all.narrow(0, i, 1)); // 1 / v, the eigenvectors having length 1
        assertThat(squared(damped.narrow(0, i, 1)))
            .isCloseTo(1 / (1 / whole + epsilon), within(1e-4));
      }
    }
  }

  private static Tensor filters(Speedrun network) {
    return network.stateDict().get("whiten.weight").narrow(0, 0, 12).reshape(12, -1);
  }

  private static double squared(Tensor filter) {
    double sum = 0;
    for (float value : filter.toFloats()) {
      sum += (double) value * value;
    }
    return sum;
  }

  @Test
  void filtersStartByHandingTheirChannelsOn() {
    try (Speedrun network = new Speedrun(List.of(32, 40, 40), 2, false, 5e-4, 10, Rng.seeded(1))) {
      Tensor weight = network.stateDict().get("groups.1.0.weight");
      assertThat(weight.shape()).isEqualTo(Shape.of(40, 32, 3, 3));
      for (int out = 0; out < 32; out++) {
        float[] filter = weight.narrow(0, out, 1).toFloats();
        for (int i = 0; i < filter.length; i++) {
          assertThat(filter[i]).isEqualTo(i == out * 9 + 4 ? 1 : 0);
        }
      }
      assertThat(weight.narrow(0, 32, 8).toFloats()).doesNotContain(1f);
    }
  }

  @Test
  void frozenPartsAreSavedButNotTrained() {
    try (Speedrun network = new Speedrun(List.of(24, 24, 24), 1, false, 5e-4, 10, Rng.seeded(1))) {
      assertThat(network.stateDict()).containsKeys("whiten.weight", "groups.0.2.weight");
      assertThat(network.parameters().keySet())
          .containsExactly(
              "groups.0.0.weight",
              "groups.0.2.bias",
              "groups.1.0.weight",
              "groups.1.2.bias",
              "groups.2.0.weight",
              "groups.2.2.bias",
              "head.weight");
    }
  }

  @Test
  void aResidualGroupAddsWhatItsFirstConvolutionGives() {
    try (Module network = new Speedrun(List.of(24, 24, 24), 3, true, 5e-4, 10, Rng.seeded(1));
        Autograd.NoGrad off = Autograd.noGrad()) {
      network.eval();
      network.stateDict().get("groups.0.4.layers.3.weight").zeroInPlace();
      Activations seen =
          Activations.of(
              network,
              RandomTensor.uniform(0, 1, Rng.seeded(2), Shape.of(2, 3, 16, 16)),
              List.of("groups.0.3", "groups.0.4"));
      assertThat(seen.byName().get("groups.0.4").toFloats())
          .isEqualTo(seen.byName().get("groups.0.3").toFloats());
      assertThat(network.parameters()).containsKeys("groups.2.4.layers.0.weight");
    }
  }

  @Test
  void imagesOfManySizesFit() {
    try (Module network = new Speedrun(List.of(24, 24, 24), 1, false, 5e-4, 10, Rng.seeded(1));
        Autograd.NoGrad off = Autograd.noGrad()) {
      network.eval();
      for (int size : new int[] {9, 16, 20, 32}) {
        assertThat(network.call(Tensor.zeros(2, 3, size, size)).shape()).isEqualTo(Shape.of(2, 10));
      }
    }
  }
}
