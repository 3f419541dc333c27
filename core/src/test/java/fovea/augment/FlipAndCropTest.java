package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.tensor.Doubles;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class FlipAndCropTest {
  @Test
  void everyImageIsMirroredExactlyOrLeftAloneAboutHalfOfThem() {
    Doubles images = Doubles.normal(Rng.seeded(1), 2000, 2, 2, 3);
    Doubles varied =
        Doubles.of(Varied.images(new HorizontalFlip(), images.tensor(), Rng.seeded(2)));
    int mirrored = 0;
    for (int n = 0; n < 2000; n++) {
      boolean flipped = varied.at(n, 0, 0, 0) == images.at(n, 0, 0, 2);
      for (int i = 0; i < 12; i++) {
        int column = flipped ? 2 - i % 3 : i % 3;
        assertThat(varied.at(n, i / 6, i / 3 % 2, i % 3))
            .isEqualTo(images.at(n, i / 6, i / 3 % 2, column));
      }
      mirrored += flipped ? 1 : 0;
    }
    // four standard errors of a fair coin
    assertThat(mirrored / 2000.0).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(2000)));
  }

  @Test
  void everyImageIsShiftedByWholePixelsOfAnyNumberUpToTheLargest() {
    for (int seed = 0; seed < 10; seed++) {
      Rng rng = Rng.seeded(seed);
      int pixels = rng.nextInt(3);
      Doubles images = Doubles.normal(rng, 60, 2, 4, 5);
      for (Padding padding : Padding.values()) {
        Doubles varied =
            Doubles.of(
                Varied.images(new ShiftedCrop(pixels, padding), images.tensor(), Rng.seeded(seed)));
        assertThat(varied.sizes()).containsExactly(60, 2, 4, 5);
        Set<List<Integer>> shifts = new HashSet<>();
        for (int n = 0; n < 60; n++) {
          List<Integer> shift = shift(images, varied, n, pixels, padding);
          assertThat(shift).as("seed %d, image %d, %s", seed, n, padding).isNotNull();
          shifts.add(shift);
        }
        int possible = (2 * pixels + 1) * (2 * pixels + 1);
        assertThat(shifts.size()).isGreaterThan(possible * 2 / 3).isLessThanOrEqualTo(possible);
      }
    }
  }

  /** The shift, down and right, that explains an image, or null. */
  private static List<Integer> shift(
      Doubles images, Doubles varied, int n, int pixels, Padding padding) {
    for (int down = -pixels; down <= pixels; down++) {
      for (int right = -pixels; right <= pixels; right++) {
        boolean explains = true;
        for (int i = 0; i < 40 && explains; i++) {
          int row = i / 5 % 4;
          double expected = read(images, n, i / 20, row - down, i % 5 - right, padding);
          explains = varied.at(n, i / 20, row, i % 5) == expected;
        }
        if (explains) {
          return List.of(down, right);
        }
      }
    }
    return null;
  }

  private static double read(
      Doubles images, int n, int channel, int row, int column, Padding padding) {
    boolean inside = row >= 0 && row < 4 && column >= 0 && column < 5;
    if (!inside && padding == Padding.ZERO) {
      return 0;
    }
    return images.at(n, channel, mirrored(row, 4), mirrored(column, 5));
  }

  private static int mirrored(int position, int size) {
    int positive = Math.abs(position);
    return positive < size ? positive : 2 * (size - 1) - positive;
  }

  @Test
  void theSameSeedVariesTheSameWayAndTheInputStaysAsItWas() {
    Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(20, 3, 8, 6));
    byte[] before = images.toRaw();
    Augmentation all =
        Augmentation.inOrder(
            List.of(
                new HorizontalFlip(),
                new Rotation(15, Padding.REFLECT),
                new ShiftedCrop(2, Padding.ZERO)));
    byte[] first = Varied.images(all, images, Rng.seeded(3)).toRaw();
    assertThat(Varied.images(all, images, Rng.seeded(3)).toRaw()).isEqualTo(first);
    assertThat(Varied.images(all, images, Rng.seeded(4)).toRaw()).isNotEqualTo(first);
    assertThat(images.toRaw()).isEqualTo(before);
  }

  @Test
  void channelsLastImagesStayChannelsLastAndVaryTheSameWay() {
    Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(10, 3, 8, 6));
    for (Augmentation augmentation :
        List.of(
            new HorizontalFlip(),
            new Rotation(30, Padding.ZERO),
            new Rotation(30, Padding.REFLECT),
            new ShiftedCrop(2, Padding.ZERO),
            new ShiftedCrop(2, Padding.REFLECT),
            new Cutout(3),
            new AlternatingFlip(),
            Augmentation.inOrder(List.of()))) {
      String what = augmentation.getClass().getSimpleName();
      Tensor apart = Varied.images(augmentation, images, Rng.seeded(2));
      Tensor last = Varied.images(augmentation, images.channelsLast(), Rng.seeded(2));
      assertThat(last.isChannelsLast()).as(what).isTrue();
      Doubles.of(apart).assertMatches(last, 1e-6, what);
    }
  }

  @Test
  void augmentationsFollowOneAnother() {
    Tensor images = Tensor.ones(1, 1, 1, 1);
    Augmentation plus = (batch, moment) -> batch.with(batch.images().add(1));
    Augmentation times = (batch, moment) -> batch.with(batch.images().mul(10));
    Augmentation both = Augmentation.inOrder(List.of(plus, times));
    assertThat(Varied.images(both, images, Rng.seeded(1)).item()).isEqualTo(20);
    assertThat(Varied.images(Augmentation.inOrder(List.of()), images, Rng.seeded(1)))
        .isSameAs(images);
  }

  @Test
  void shiftsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new ShiftedCrop(-1, Padding.ZERO))
        .isInstanceOf(FoveaException.class)
        .hasMessage("`shift` is -1, allowed is 0 to 64 pixels");
    ShiftedCrop far = new ShiftedCrop(4, Padding.REFLECT);
    assertThatThrownBy(() -> Varied.images(far, Tensor.zeros(100, 1, 4, 9), Rng.seeded(1)))
        .hasMessageStartingWith(
            "shift: images [100, 1, 4, 9] can be reflected by less than their size, not by ");
  }
}
