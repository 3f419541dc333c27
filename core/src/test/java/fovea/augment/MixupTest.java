package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class MixupTest {
  private static Moment moment(long seed) {
    return new Moment(1, Rng.seeded(1), Rng.seeded(seed), Size2d.square(8));
  }

  /** lambda x_i + (1 - lambda) x_j for images, and the same of their targets. */
  @Test
  void imagesAndTargetsAreBlendedByTheSameShareOfBeta() {
    for (int seed = 0; seed < 20; seed++) {
      Rng draws = Rng.seeded(seed);
      double alpha = 0.1 + seed / 10.0;
      double lambda = draws.nextBeta(alpha, alpha);
      int[] partners = draws.permutation(12);
      Batch batch =
          Varied.batch(RandomTensor.uniform(0, 1, Rng.seeded(seed), Shape.of(12, 3, 2, 4)));
      Doubles images = Doubles.of(batch.images());
      Batch mixed = new Mixup(alpha, 1).apply(batch, moment(seed));
      Doubles found = Doubles.of(mixed.images());
      Doubles shares = Doubles.of(mixed.target());
      assertThat(shares.sizes()).containsExactly(12, 10);
      for (int n = 0; n < 12; n++) {
        int other = partners[n];
        for (int i = 0; i < 24; i++) {
          double expected =
              lambda * images.at(n, i / 8, i / 4 % 2, i % 4)
                  + (1 - lambda) * images.at(other, i / 8, i / 4 % 2, i % 4);
          assertThat(found.at(n, i / 8, i / 4 % 2, i % 4)).isCloseTo(expected, within(1e-6));
        }
        double sum = 0;
        for (int k = 0; k < 10; k++) {
          double expected = (n % 10 == k ? lambda : 0) + (other % 10 == k ? 1 - lambda : 0);
          assertThat(shares.at(n, k)).isCloseTo(expected, within(1e-6));
          sum += shares.at(n, k);
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void sharesAreBlendedAgainAndStillAddUpToOne() {
    Batch batch = Varied.batch(RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(12, 3, 2, 4)));
    Batch twice = new Mixup(1, 1).apply(new Mixup(1, 1).apply(batch, moment(2)), moment(3));
    for (float sum : twice.target().sum(1).toFloats()) {
      assertThat(sum).isCloseTo(1, within(1e-6f));
    }
    assertThat(twice.indices()).isEqualTo(batch.indices());
  }

  @Test
  void theSameSeedBlendsTheSameWayAndTheBatchStaysAsItWas() {
    Batch batch = Varied.batch(RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(12, 3, 2, 4)));
    byte[] before = batch.images().toRaw();
    byte[] first = new Mixup(1, 1).apply(batch, moment(4)).images().toRaw();
    assertThat(new Mixup(1, 1).apply(batch, moment(4)).images().toRaw()).isEqualTo(first);
    assertThat(new Mixup(1, 1).apply(batch, moment(5)).images().toRaw()).isNotEqualTo(first);
    assertThat(batch.images().toRaw()).isEqualTo(before);
    assertThat(batch.hasShares()).isFalse();
  }

  @Test
  void aShapeOfNothingIsRefused() {
    assertThatThrownBy(() -> new Mixup(0, 1))
        .isInstanceOf(FoveaException.class)
        .hasMessage("`alpha` is 0, allowed is above 0, at most 100");
  }

  @Test
  void theShareOfTheBatchesThatAreBlendedIsTheProbability() {
    Batch batch = Varied.batch(RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(4, 3, 2, 4)));
    int blended = 0;
    for (int seed = 0; seed < 400; seed++) {
      blended += new Mixup(1, 0.3).apply(batch, moment(seed)).hasShares() ? 1 : 0;
    }
    // four standard errors
    assertThat(blended / 400.0).isCloseTo(0.3, within(4 * Math.sqrt(0.21 / 400)));
  }
}
