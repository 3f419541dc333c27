package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlternatingFlipTest {
  @Test
  void twoEpochsShowEachImageBothWaysWhateverItsPlaceInTheBatch() {
    try (Scope scope = Scope.open()) {
      Tensor images = RandomTensor.normal(Rng.seeded(2), Shape.of(200, 3, 2, 4));
      int mirrored = 0;
      for (int i = 0; i < 200; i++) {
        Tensor image = images.narrow(0, i, 1);
        float[] asIs = image.toFloats();
        float[] mirror = image.flip(3).toFloats();
        float[] first = shown(images, i, 1);
        assertThat(first).isIn(asIs, mirror);
        boolean firstIsMirror = java.util.Arrays.equals(first, mirror);
        mirrored += firstIsMirror ? 1 : 0;
        assertThat(shown(images, i, 2)).isEqualTo(firstIsMirror ? asIs : mirror);
        assertThat(shown(images, i, 3)).isEqualTo(first);
      }
      // four standard errors of a fair coin
      assertThat(mirrored / 200.0).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(200)));
    }
  }

  @Test
  void whichAreMirroredFirstIsAMatterOfSeedAndIndexAlone() {
    try (Scope scope = Scope.open()) {
      Rng draws = Rng.seeded(5).split("alternatingFlip");
      Tensor image = RandomTensor.normal(Rng.seeded(2), Shape.of(1, 3, 2, 4));
      for (int i = 0; i < 100; i++) {
        boolean mirrored = draws.nextLong() < 0;
        assertThat(shown(Tensor.cat(Collections.nCopies(100, image), 0), i, 1, 5))
            .isEqualTo((mirrored ? image.flip(3) : image).toFloats());
      }
    }
  }

  private static float[] shown(Tensor images, int index, int epoch) {
    return shown(images, index, epoch, 1);
  }

  /** An image as an epoch shows it, second in a batch with another. */
  private static float[] shown(Tensor images, int index, int epoch, long seed) {
    Tensor pair = Tensor.cat(List.of(images.narrow(0, 7, 1), images.narrow(0, index, 1)), 0);
    Batch batch = new Batch(pair, Tensor.ofLongs(new long[2], 2), new int[] {7, index}, 2);
    Moment moment = new Moment(epoch, Rng.seeded(seed), Rng.seeded(index), Size2d.square(8));
    return new AlternatingFlip().apply(batch, moment).images().narrow(0, 1, 1).toFloats();
  }
}
