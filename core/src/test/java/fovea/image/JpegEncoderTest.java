package fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JpegEncoderTest {
  /** The standard's table of luminance, row by row. */
  private static final int[] LUMINANCE = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };

  private static Pixels gradient(int height, int width, int noise) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] rgb = new byte[3 * height * width];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      int value = 200 * (i % 3 == 0 ? x : y) / Math.max(height, width);
      rgb[i] = (byte) (value + (noise == 0 ? 0 : random.nextInt(noise)));
    }
    return new Pixels(width, height, rgb);
  }

  /** By the formula of libjpeg's jpeg_quality_scaling, which Pillow goes by. */
  @Test
  void qualitiesScaleTheStandardsTableAsLibjpegDoes() {
    for (int quality = 1; quality <= 100; quality++) {
      byte[] file = JpegEncoder.encode(gradient(8, 8, 0), quality);
      int[] found = luminance(file);
      int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
      int sum = 0;
      int difference = 0;
      int[] expected = new int[64];
      for (int i = 0; i < 64; i++) {
        expected[i] = Math.min(255, Math.max(1, (LUMINANCE[i] * scale + 50) / 100));
        sum += expected[i];
      }
      int foundSum = 0;
      for (int value : found) {
        foundSum += value;
      }
      difference = Math.abs(sum - foundSum);
      // They stand in zigzag order; the first three are those of no, one step right, one down.
      assertThat(found[0]).as("quality %d", quality).isEqualTo(expected[0]);
      assertThat(found[1]).isEqualTo(expected[1]);
      assertThat(found[2]).isEqualTo(expected[8]);
      assertThat(difference).as("quality %d", quality).isLessThanOrEqualTo(1);
    }
  }

  private static int[] luminance(byte[] file) {
    for (int i = 2; i < file.length; i++) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xdb && (file[i + 4] & 0x0f) == 0) {
        int[] table = new int[64];
        for (int k = 0; k < 64; k++) {
          table[k] = file[i + 5 + k] & 0xff;
        }
        return table;
      }
    }
    throw new AssertionError("no quantisation table");
  }

  @Test
  void whatIsWrittenIsReadAgainInItsSizeAndTheBetterTheNearer() {
    Pixels image = gradient(37, 53, 60);
    double before = Double.POSITIVE_INFINITY;
    for (int quality : new int[] {5, 20, 50, 80, 95}) {
      Pixels read = ImageFile.decode("image", JpegEncoder.encode(image, quality));
      assertThat(read.width()).isEqualTo(53);
      assertThat(read.height()).isEqualTo(37);
      double distance = 0;
      for (int i = 0; i < image.rgb().length; i++) {
        distance += Math.abs((image.rgb()[i] & 0xff) - (read.rgb()[i] & 0xff));
      }
      assertThat(distance).as("quality %d", quality).isLessThan(before);
      before = distance;
    }
    Pixels plain = new Pixels(1, 1, new byte[] {10, 20, 30});
    assertThat(ImageFile.decode("image", JpegEncoder.encode(plain, 90)).width()).isEqualTo(1);
  }

  @Test
  void qualitiesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> JpegEncoder.encode(gradient(2, 2, 0), 0))
        .hasMessage("JPEG quality 0, expected 1 to 100");
  }
}
