package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageBytesTest {
  @Test
  void bytesBecomeSharesOf255WithColoursAsPlanes() {
    byte[] one = {0, (byte) 255, 51, 102, (byte) 153, (byte) 204};
    byte[] other = {1, 2, 3, 4, 5, 6};
    try (Scope scope = Scope.open()) {
      Tensor images = ImageBytes.toTensor(List.of(one, other), 1, 2);
      assertThat(images.shape()).isEqualTo(Shape.of(2, 3, 1, 2));
      assertThat(images.toFloats())
          .containsExactly(
              0f, 0.4f, 1f, 0.6f, 0.2f, 0.8f, 1 / 255f, 4 / 255f, 2 / 255f, 5 / 255f, 3 / 255f,
              6 / 255f);
    }
  }

  /** Memory that nobody writes to isn't taken, so that this is a few megabytes. */
  @Test
  void aBatchMayBeLargerThanTwoGigabytes() {
    int size = 512;
    byte[] pixels = new byte[size * size * 3];
    Arrays.fill(pixels, (byte) 255);
    try (Scope scope = Scope.open()) {
      Tensor rows = Tensor.unset(800, size, size, 3);
      float[] converted = new float[pixels.length];
      ImageBytes.put(rows, 799, pixels, converted);
      ImageBytes.put(rows, 700, new byte[pixels.length], converted);
      assertThat(rows.narrow(0, 799, 1).mean().item()).isEqualTo(1);
      assertThat(rows.narrow(0, 700, 1).mean().item()).isZero();
    }
  }
}
