package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for whatever any attack finds. */
@ExtendWith({OneThread.class, InScope.class})
class BudgetsAreKeptTest {
  static Stream<Arguments> attacks() {
    List<Attack> all =
        List.of(
            new Fgsm(),
            new Pgd(10, 2),
            Apgd.crossEntropy(10),
            Apgd.targeted(10, 3),
            new Fab(10, 3),
            new Square(50),
            new Noise(5));
    return Arrays.stream(Norm.values())
        .flatMap(norm -> all.stream().map(attack -> Arguments.of(norm, attack)));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void whatIsFoundKeepsTheBudgetAndTheRangeAndFoolsThePlainNetwork(Norm norm, Attack attack) {
    Rng rng = Rng.seeded(1).split(norm.toString());
    int all = 0;
    for (int seed = 0; seed < 4; seed++) {
      double epsilon = (norm == Norm.LINF ? 0.02 : 0.15) * (1 + rng.nextDouble());
      try (Module network = Networks.convolutional(5, seed)) {
        CleanImages images = Networks.rightlyTold(network, 12, rng);
        AttackResult result =
            Networks.attacked(network, images, new Threat(norm, epsilon), attack, seed);
        assertThat(result.accuracy()).isOne();
        int found = 0;
        for (int i = 0; i < images.size(); i++) {
          float[] changed = result.adversarial().of(i).orElse(null);
          if (changed != null) {
            found++;
            requireKept(norm, epsilon, images.pixels().apply(i), changed);
            assertThat(Networks.predicted(network, changed)).isNotEqualTo(images.labels()[i]);
          }
        }
        assertThat(result.attacks().get(0).fooled()).isEqualTo(found);
        assertThat(result.robustAccuracy()).isEqualTo((12 - found) / 12.0);
        all += found;
      }
    }
    if (!(attack instanceof Noise)) {
      assertThat(all).as("found at all").isPositive();
    }
  }

  private static void requireKept(Norm norm, double epsilon, float[] clean, float[] changed) {
    double largest = 0;
    double squares = 0;
    for (int i = 0; i < clean.length; i++) {
      double change = (double) changed[i] - clean[i];
      largest = Math.max(largest, Math.abs(change));
      squares += change * change;
      assertThat(changed[i]).isBetween(0f, 1f);
    }
    assertThat(norm == Norm.LINF ? largest : Math.sqrt(squares))
        .isLessThanOrEqualTo(epsilon + 1e-6);
  }
}
