package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AlternatingFlipTest {
  @Test
  void twoPassesShowEachImageBothWaysWhateverItsPlaceInTheBatch() {
    try (Scope scope = Scope.open()) {
      AlternatingFlip flip = new AlternatingFlip(200, Rng.seeded(1));
      Tensor images = RandomTensor.normal(Rng.seeded(2), Shape.of(200, 3, 2, 4));
      int mirrored = 0;
      for (int i = 0; i < 200; i++) {
        Tensor image = images.narrow(0, i, 1);
        float[] asIs = image.toFloats();
        float[] mirror = image.flip(3).toFloats();
        float[] first = shown(flip, images, i, 1);
        assertThat(first).isIn(asIs, mirror);
        boolean firstIsMirror = java.util.Arrays.equals(first, mirror);
        mirrored += firstIsMirror ? 1 : 0;
        assertThat(shown(flip, images, i, 2)).isEqualTo(firstIsMirror ? asIs : mirror);
        assertThat(shown(flip, images, i, 3)).isEqualTo(first);
      }
      // four standard errors of a fair coin
      assertThat(mirrored / 200.0).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(200)));
    }
  }

  /** An image as a pass shows it, second in a batch with another. */
  private static float[] shown(AlternatingFlip flip, Tensor images, int index, int pass) {
    Tensor pair =
        Tensor.cat(java.util.List.of(images.narrow(0, 7, 1), images.narrow(0, index, 1)), 0);
    return flip.apply(pair, new int[] {7, index}, pass).narrow(0, 1, 1).toFloats();
  }
}
