package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Geometry.Padding;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class PixelMovesTest {
  @Test
  void aShiftIsACropOfThePaddedImage() {
    Rng rng = Rng.seeded(1);
    for (Padding padding : Padding.values()) {
      int n = 50;
      Tensor images = Doubles.normal(rng, n, 3, 5, 7).tensor();
      int[] down = new int[n];
      int[] right = new int[n];
      for (int i = 0; i < n; i++) {
        down[i] = rng.nextInt(9) - 4;
        right[i] = rng.nextInt(9) - 4;
      }
      Tensor moved = PixelMoves.shift(images, down, right, padding);
      Tensor padded = Geometry.pad(images, 4, padding);
      for (int i = 0; i < n; i++) {
        Tensor crop = padded.narrow(0, i, 1).narrow(2, 4 - down[i], 5).narrow(3, 4 - right[i], 7);
        assertThat(moved.narrow(0, i, 1).toFloats())
            .as("%s, down %d, right %d", padding, down[i], right[i])
            .isEqualTo(crop.toFloats());
      }
    }
  }

  @Test
  void aShiftBeyondTheImageLeavesZeros() {
    Tensor moved =
        PixelMoves.shift(
            Tensor.ones(2, 1, 3, 3), new int[] {5, 0}, new int[] {0, -9}, Padding.ZERO);
    assertThat(moved.toFloats()).containsOnly(0);
  }

  @Test
  void blankedSquaresAreZeroAndCutAtTheEdge() {
    Tensor blanked =
        PixelMoves.blank(Tensor.ones(2, 1, 3, 4), new int[] {-1, 2}, new int[] {1, 3}, 2);
    assertThat(blanked.toFloats())
        .containsExactly(1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
  }

  /** What comes out is written, so that this takes its gigabytes. */
  @Test
  @Tag("slow")
  void aBatchMayBeLargerThanTwoGigabytes() {
    int n = 180;
    int size = 1024;
    byte[] pixels = new byte[size * size * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 >> 3);
    }
    Tensor rows = Tensor.unset(n, size, size, 3);
    ImageBytes.put(rows, n - 1, pixels, new float[pixels.length]);
    Tensor images = rows.permute(0, 3, 1, 2);
    assertLastAsAlone(
        images,
        (all, count) -> {
          boolean[] mirrored = new boolean[count];
          Arrays.fill(mirrored, true);
          return PixelMoves.mirror(all, mirrored);
        });
    assertLastAsAlone(
        images, (all, count) -> PixelMoves.shift(all, fives(count), fives(count), Padding.REFLECT));
    assertLastAsAlone(
        images, (all, count) -> PixelMoves.blank(all, fives(count), fives(count), 100));
  }

  private static int[] fives(int count) {
    int[] fives = new int[count];
    Arrays.fill(fives, 5);
    return fives;
  }

  private static void assertLastAsAlone(Tensor images, BiFunction<Tensor, Integer, Tensor> move) {
    int n = Math.toIntExact(images.shape().size(0));
    float[] alone = move.apply(images.narrow(0, n - 1, 1), 1).toFloats();
    try (Scope scope = Scope.open()) {
      float[] among = move.apply(images, n).narrow(0, n - 1, 1).toFloats();
      assertThat(Arrays.equals(among, alone)).isTrue();
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor images = Tensor.ones(2, 3, 4, 4);
    assertThatThrownBy(
            () -> PixelMoves.shift(images, new int[] {0, 4}, new int[2], Padding.REFLECT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shift: images [2, 3, 4, 4] can be reflected by less than their size, not by 4 and 0"
                + " pixels");
    assertThatThrownBy(() -> PixelMoves.mirror(images, new boolean[3]))
        .hasMessage(
            "mirror: images [2, 3, 4, 4] of float32 and 3 moves, expected float32 and one for"
                + " each image");
    assertThatThrownBy(() -> PixelMoves.shift(images, new int[2], new int[1], Padding.ZERO))
        .hasMessage("shift: 2 shifts down and 1 right, expected as many");
  }
}
