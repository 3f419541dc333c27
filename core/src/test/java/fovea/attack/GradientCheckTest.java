package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.SmallImages;
import fovea.nn.Module;
import fovea.tensor.DType;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
  private static final Threat THREAT = new Threat(Norm.LINF, 0.1);

  /** Rounds images to so few values that the gradient is zero nearly everywhere. */
  private static final class Rounding extends Module {
    private final Module inner;

    Rounding(Module inner) {
      this.inner = child("inner", inner);
    }

    @Override
    protected Tensor forward(Tensor images) {
      Tensor rounded = images.detach().mul(40).to(DType.UINT8);
      return inner.call(rounded.to(DType.FLOAT32).div(40).add(images.mul(0)).channelsLast());
    }
  }

  private static GradientCheck check(Module network, List<Attack> attacks) {
    CleanImages images = Networks.clean(SmallImages.draw(40, 2));
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      Rng rng = Rng.seeded(1);
      AttackResult result = attacker.attack(images, THREAT, attacks, rng, AttackListener.NONE);
      return GradientCheck.of(attacker, images, 30, result, rng);
    }
  }

  @Test
  void anOrdinaryNetworkRaisesNoSuspicion() {
    try (Module network = Networks.trained()) {
      GradientCheck check = check(network, List.of(Apgd.crossEntropy(30), new Square(300)));
      assertThat(check.images()).isEqualTo(30);
      assertThat(check.fooledByGradients()).isGreaterThan(check.fooledByNoise());
      assertThat(check.rightAtAnyBudget()).isZero();
      assertThat(check.alwaysTheSame()).isFalse();
      assertThat(check.warnings()).isEmpty();
    }
  }

  @Test
  void aNetworkThatRoundsImagesIsFoundOut() {
    try (Module network = new Rounding(Networks.trained())) {
      GradientCheck check = check(network, List.of(Apgd.crossEntropy(30), new Square(1_000)));
      assertThat(check.foundWithoutGradients()).isGreaterThan(0.1);
      assertThat(check.rightAtAnyBudget()).isPositive();
      assertThat(check.warnings())
          .anyMatch(warning -> warning.startsWith("square, which needs no gradients, fools "))
          .anyMatch(warning -> warning.contains(" images stay right within a budget that can "));
    }
  }

  /** It is right about a third of the images, and no attack changes that. */
  @Test
  void aNetworkThatAlwaysSaysTheSameIsNotAccusedOfMaskingGradients() {
    try (Module network = Networks.linearly(new float[3][Networks.SIZE], new float[] {0, 1, 0})) {
      GradientCheck check = check(network, List.of(Apgd.crossEntropy(5), new Square(20)));
      assertThat(check.rightAtAnyBudget()).isEqualTo(check.images()).isPositive();
      assertThat(check.alwaysTheSame()).isTrue();
      assertThat(check.warnings())
          .singleElement()
          .asString()
          .startsWith("the network takes all images that were tried for the same class");
    }
  }

  @Test
  void eachSignOfMaskedGradientsIsASentence() {
    assertThat(new GradientCheck(100, 30, 30, 0, 0, false).warnings())
        .containsExactly(
            "random noise fools 30 of 100 images and gradients 30, so gradients don't lead to what"
                + " fools this network; it may be less robust than it seems");
    assertThat(new GradientCheck(100, 0, 0, 5, 0.005, false).warnings()).isEmpty();
    assertThat(new GradientCheck(100, 100, 100, 0, 0, false).warnings()).isEmpty();
    assertThat(new GradientCheck(100, 1, 2, 6, 0, false).warnings()).hasSize(1);
    assertThat(new GradientCheck(100, 1, 2, 0, 0.012, false).warnings())
        .containsExactly(
            "square, which needs no gradients, fools 1.2 % of images that attacks by gradients"
                + " didn't, so gradients may be masked");
  }

  @Test
  void squareAloneIsComparedWithNothing() {
    try (Module network = Networks.trained()) {
      assertThat(check(network, List.of(new Square(50))).foundWithoutGradients()).isZero();
    }
  }
}
