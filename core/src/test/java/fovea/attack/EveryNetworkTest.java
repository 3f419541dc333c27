package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.models.Model;
import fovea.models.Models;
import fovea.models.SmallModels;
import fovea.tensor.Execution;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the catalogue holds can be attacked. */
@ExtendWith({OneThread.class, InScope.class})
class EveryNetworkTest {
  private static final int IMAGES = 2;
  private static final Threat THREAT = new Threat(Norm.LINF, 8 / 255.0);

  static Stream<String> names() {
    return Models.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anyNetworkOfTheCatalogueIsAttacked(String name) {
    try (Model model = SmallModels.of(name, Rng.seeded(1));
        Attacker attacker =
            Attacker.of(model.network(), model.input(), new Execution(1, Precision.fastest()))) {
      int size = Math.toIntExact(model.input().elements());
      int right = 0;
      for (int label = 0; label < 3; label++) {
        CleanImages images =
            new CleanImages(model.input(), new int[] {label, label}, i -> image(i, size));
        AttackResult result =
            attacker.attack(
                images,
                THREAT,
                List.of(new Pgd(2, 1), new Fab(2, 1)),
                Rng.seeded(2),
                AttackListener.NONE);
        right += (int) Math.round(IMAGES * result.accuracy());
        for (int i = 0; i < IMAGES; i++) {
          float[] clean = images.pixels().apply(i);
          assertThat(result.adversarial().of(i).filter(found -> !THREAT.allows(clean, found)))
              .isEmpty();
        }
        assertThat(result.attacks().get(0).gradients() > 0)
            .isEqualTo(result.attacks().get(0).tried() > 0);
      }
      assertThat(right).as("each image is of one class").isEqualTo(IMAGES);
    }
  }

  private static float[] image(int number, int size) {
    Rng rng = Rng.seeded(number);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) rng.nextDouble();
    }
    return values;
  }
}
