package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class CutMixTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 9;

  private static Moment moment(long seed) {
    return new Moment(1, Rng.seeded(1), Rng.seeded(seed), Size2d.square(8));
  }

  /** Image n is n all over, and so is its class. */
  private static Batch numbered(int n) {
    Tensor images = Tensor.zeros(n, 3, HEIGHT, WIDTH);
    long[] labels = new long[n];
    for (int i = 0; i < n; i++) {
      images.narrow(0, i, 1).addInPlace(i);
      labels[i] = i;
    }
    return new Batch(images, Tensor.ofLongs(labels, n), IntStream.range(0, n).toArray(), n);
  }

  /** By the pixels alone: those of another image form one box, and the target counts them. */
  @Test
  void aBoxOfOneOtherImageIsPastedAndItsAreaIsItsShareOfTheTarget() {
    double boxes = 0;
    for (int seed = 0; seed < 300; seed++) {
      Batch cut = new CutMix(1, 1).apply(numbered(5), moment(seed));
      Doubles images = Doubles.of(cut.images());
      Doubles shares = Doubles.of(cut.target());
      for (int n = 0; n < 5; n++) {
        int[] counts = new int[5];
        int[] box = {HEIGHT, -1, WIDTH, -1};
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
          int y = i / WIDTH;
          int x = i % WIDTH;
          int of = (int) images.at(n, 0, y, x);
          assertThat(images.at(n, 1, y, x)).isEqualTo(of);
          assertThat(images.at(n, 2, y, x)).isEqualTo(of);
          counts[of]++;
          if (of != n) {
            box[0] = Math.min(box[0], y);
            box[1] = Math.max(box[1], y);
            box[2] = Math.min(box[2], x);
            box[3] = Math.max(box[3], x);
          }
        }
        int pasted = HEIGHT * WIDTH - counts[n];
        if (pasted > 0) {
          assertThat((box[1] - box[0] + 1) * (box[3] - box[2] + 1)).isEqualTo(pasted);
          assertThat(IntStream.of(counts).filter(count -> count > 0).count())
              .isEqualTo(counts[n] > 0 ? 2 : 1);
        }
        for (int k = 0; k < 5; k++) {
          assertThat(shares.at(n, k))
              .as("seed %d, image %d, class %d", seed, n, k)
              .isCloseTo((double) counts[k] / (HEIGHT * WIDTH), within(1e-6));
        }
        boxes += pasted > 0 ? 1.0 / 1500 : 0;
      }
    }
    // Four of five have another partner, and few boxes are below a pixel.
    assertThat(boxes).isBetween(0.6, 0.8);
  }

  /** Sides of sqrt(1 - lambda), about a centre anywhere, cut off at the edges. */
  @Test
  void theBoxIsTheOneOfThePaper() {
    for (int seed = 0; seed < 100; seed++) {
      Rng draws = Rng.seeded(seed);
      double unused = draws.nextDouble();
      double side = Math.sqrt(1 - draws.nextBeta(0.7, 0.7));
      int top = draws.nextInt(HEIGHT) - (int) (HEIGHT * side) / 2;
      int left = draws.nextInt(WIDTH) - (int) (WIDTH * side) / 2;
      int bottom = Math.min(HEIGHT, top + (int) (HEIGHT * side));
      int right = Math.min(WIDTH, left + (int) (WIDTH * side));
      int[] partners = draws.permutation(4);
      Doubles images = Doubles.of(new CutMix(0.7, 1).apply(numbered(4), moment(seed)).images());
      for (int n = 0; n < 4; n++) {
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
          int y = i / WIDTH;
          int x = i % WIDTH;
          boolean inside = y >= top && y < bottom && x >= left && x < right;
          assertThat(images.at(n, 0, y, x)).isEqualTo(inside ? partners[n] : n);
        }
      }
    }
  }

  @Test
  void theShareOfTheBatchesThatGetABoxIsTheProbability() {
    int without = 0;
    for (int seed = 0; seed < 400; seed++) {
      Batch batch = numbered(2);
      Batch cut = new CutMix(1, 0.3).apply(batch, moment(seed));
      without += cut.hasShares() ? 0 : 1;
      assertThat(cut.hasShares() || cut == batch).isTrue();
    }
    // four standard errors
    assertThat(without / 400.0).isCloseTo(0.7, within(4 * Math.sqrt(0.21 / 400)));
  }

  @Test
  void theSameSeedCutsTheSameWayAndTheBatchStaysAsItWas() {
    Batch batch = Varied.batch(RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(12, 3, 8, 8)));
    byte[] before = batch.images().toRaw();
    byte[] first = new CutMix(1, 1).apply(batch, moment(4)).images().toRaw();
    assertThat(new CutMix(1, 1).apply(batch, moment(4)).images().toRaw()).isEqualTo(first);
    assertThat(new CutMix(1, 1).apply(batch, moment(5)).images().toRaw()).isNotEqualTo(first);
    assertThat(batch.images().toRaw()).isEqualTo(before);
  }
}
