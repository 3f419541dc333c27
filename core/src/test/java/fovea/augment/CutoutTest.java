package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.Doubles;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CutoutTest {
  @Test
  void eachImageLosesOneSquareWhoseCentreLiesInIt() {
    int side = 3;
    int size = 6;
    boolean[] centres = new boolean[size * size];
    try (Scope scope = Scope.open()) {
      Doubles cut =
          Doubles.of(
              Varied.images(new Cutout(side), Tensor.ones(2000, 3, size, size), Rng.seeded(1)));
      for (int n = 0; n < 2000; n++) {
        centres[centre(cut, n, side, size)] = true;
      }
    }
    // 2000 draws miss one of 36 places with a probability of 36 (35/36)^2000, below 1e-22
    assertThat(centres).doesNotContain(false);
  }

  /** The centre of the square that explains an image, all of whose channels are alike. */
  private static int centre(Doubles cut, int n, int side, int size) {
    for (int centre = 0; centre < size * size; centre++) {
      boolean explains = true;
      for (int i = 0; i < 3 * size * size && explains; i++) {
        int y = i / size % size;
        int x = i % size;
        boolean inside =
            Math.abs(y - centre / size) <= side / 2 && Math.abs(x - centre % size) <= side / 2;
        explains = cut.at(n, i / (size * size), y, x) == (inside ? 0 : 1);
      }
      if (explains) {
        return centre;
      }
    }
    throw new AssertionError("no square explains image " + n);
  }

  @Test
  void aSquareWithoutPixelsIsRefused() {
    assertThatThrownBy(() -> new Cutout(0))
        .isInstanceOf(FoveaException.class)
        .hasMessage("`side` is 0, allowed is 1 to 128 pixels");
  }
}
