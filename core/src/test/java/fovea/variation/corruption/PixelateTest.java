package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.Pixels;
import fovea.tensor.Rng;
import org.junit.jupiter.api.Test;

class PixelateTest {
  @Test
  void aHalfIsTheMeanOfTwoByTwoPixelsRepeated() {
    Pixels image = Pictures.random(8, 6, 3);
    byte[] varied = new Pixelate(0.5).of(image, Rng.seeded(1)).rgb();
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 6; x++) {
        for (int c = 0; c < 3; c++) {
          int left = 3 * (y / 2 * 2 * 6 + x / 2 * 2) + c;
          int upper = rounded(image, left, left + 3);
          int lower = rounded(image, left + 18, left + 21);
          assertThat(varied[3 * (6 * y + x) + c] & 0xff).isEqualTo((upper + lower + 1) / 2);
        }
      }
    }
  }

  private static int rounded(Pixels image, int one, int other) {
    return ((image.rgb()[one] & 0xff) + (image.rgb()[other] & 0xff) + 1) / 2;
  }

  @Test
  void aFactorOfOneChangesNothingAndTheLeastIsOnePixel() {
    Pixels image = Pictures.random(7, 5, 4);
    assertThat(new Pixelate(1).of(image, Rng.seeded(1)).rgb()).isEqualTo(image.rgb());
    byte[] one = new Pixelate(0.01).of(image, Rng.seeded(1)).rgb();
    for (int i = 3; i < one.length; i++) {
      assertThat(one[i]).isEqualTo(one[i % 3]);
    }
  }
}
