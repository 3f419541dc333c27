package fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against hand-made cases, Pillow's results, and the definition as a double sum. */
class ResizeTest {
  @Test
  void anImageThatFitsIsReturnedAsItIs() {
    Pixels image = random(5, 4, 1);
    assertThat(Resize.cover(image, 4, 5)).isSameAs(image);
  }

  @Test
  void aConstantImageStaysConstant() {
    for (int[] size : new int[][] {{1, 1}, {32, 32}, {7, 90}, {200, 3}, {61, 47}}) {
      byte[] rgb = new byte[3 * 61 * 47];
      Arrays.fill(rgb, (byte) 201);
      Pixels small = Resize.cover(new Pixels(61, 47, rgb), size[0], size[1]);
      assertThat(small.rgb()).hasSize(3 * size[0] * size[1]).containsOnly(201);
    }
  }

  @Test
  void anImageOfTenMillionPixelsInARowIsCutToItsMiddle() {
    byte[] rgb = new byte[3 * 10_000_000];
    Arrays.fill(rgb, rgb.length / 2 - 3 * 10, rgb.length / 2 + 3 * 10, (byte) 201);
    Pixels small = Resize.cover(new Pixels(10_000_000, 1, rgb), 224, 224);
    assertThat(small.rgb()).hasSize(3 * 224 * 224);
    assertThat(small.rgb()[3 * (112 * 224 + 112)]).isEqualTo((byte) 201);
  }

  /**
   * Halving: a pixel's triangle covers four source pixels with weights 1, 3, 3, 1 of 8; at the
   * border three, with 3, 3, 1 of 7.
   */
  @Test
  void halvingWeighsByTheTriangle() {
    Pixels row = grey(8, 1, 10, 20, 40, 80, 160, 80, 40, 20);
    assertThat(greys(Resize.cover(tall(row, 8), 4, 4)).subList(0, 4))
        .containsExactly(
            (int) Math.round((3 * 10 + 3 * 20 + 40) / 7.0),
            (int) Math.round((20 + 3 * 40 + 3 * 80 + 160) / 8.0),
            (int) Math.round((80 + 3 * 160 + 3 * 80 + 40) / 8.0),
            (int) Math.round((80 + 3 * 40 + 3 * 20) / 7.0));
  }

  /** Doubling: between two pixels, 3 and 1 of 4; beyond the last, the last. */
  @Test
  void doublingIsBilinear() {
    assertThat(greys(Resize.cover(grey(2, 2, 0, 100, 0, 100), 4, 4)).subList(0, 4))
        .containsExactly(0, 25, 75, 100);
  }

  @Test
  void theMiddleOfTheLongerSideIsKept() {
    Pixels wide = grey(6, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(greys(Resize.cover(wide, 2, 2))).containsExactly(3, 4, 9, 10);
    Pixels tall = grey(1, 5, 1, 2, 3, 4, 5);
    assertThat(greys(Resize.cover(tall, 1, 1))).containsExactly(3);
  }

  /** {@code im.resize((w, h), Image.BILINEAR).crop(...)} of Pillow 9.4, which rounds twice. */
  @Test
  void resultsAreThoseOfPillow() {
    byte[] rgb = new byte[3 * 9 * 7];
    for (int i = 0; i < 63; i++) {
      int x = i % 9;
      int y = i / 9;
      rgb[3 * i] = (byte) (37 * x * x + 11 * y);
      rgb[3 * i + 1] = (byte) (53 * y * x + 7 * x);
      rgb[3 * i + 2] = (byte) (29 * (x + 2 * y));
    }
    Pixels image = new Pixels(9, 7, rgb);
    assertNearly(
        Resize.cover(image, 2, 3),
        new int[] {
          78, 81, 109, 118, 121, 131, 74, 111, 114, 110, 87, 107, 150, 103, 127, 106, 133, 130
        });
    assertNearly(
        Resize.cover(image, 3, 3),
        new int[] {
          70, 59, 86, 110, 106, 147, 66, 100, 122, 94, 112, 137, 134, 134, 101, 90, 129, 116, 118,
          71, 92, 158, 88, 148, 114, 134, 131
        });
    assertNearly(
        Resize.cover(image, 4, 2),
        new int[] {
          103, 98, 144, 85, 68, 168, 120, 149, 134, 102, 118, 76, 140, 112, 87, 122, 109, 141, 157,
          74, 178, 139, 122, 139
        });
  }

  @Test
  void resultsAreThoseOfTheDefinition() {
    Random sizes = new Random(5);
    for (int seed = 0; seed < 60; seed++) {
      int side = 1 + sizes.nextInt(40);
      int target = 1 + sizes.nextInt(40);
      Pixels image = random(side, side, seed);
      Pixels scaled = Resize.cover(image, target, target);
      for (int y = 0; y < target; y++) {
        for (int x = 0; x < target; x++) {
          double expected = defined(image, side / (double) target, x, y);
          assertThat((scaled.rgb()[3 * (y * target + x)] & 0xff) - expected)
              .as("seed %d, %d to %d, at %d, %d", seed, side, target, x, y)
              .isCloseTo(0, within(0.502));
        }
      }
    }
  }

  @Test
  void shrinkingKeepsTheMean() {
    Pixels image = random(301, 301, 9);
    assertThat(mean(Resize.cover(image, 32, 32))).isCloseTo(mean(image), within(1.0));
  }

  @Test
  void extremeProportionsAreScaledToo() {
    assertThat(Resize.cover(random(1, 30_000, 1), 32, 32).rgb()).hasSize(3 * 32 * 32);
    assertThat(Resize.cover(random(30_000, 1, 1), 32, 32).rgb()).hasSize(3 * 32 * 32);
  }

  @Test
  void anImageWithoutPixelsIsRefused() {
    assertThatThrownBy(() -> Resize.cover(random(2, 2, 1), 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 x 5");
  }

  /** Red at x, y: all source pixels, each weighted by its distance from the target's centre. */
  private static double defined(Pixels image, double step, int x, int y) {
    double sum = 0;
    double weights = 0;
    double reach = Math.max(1, step);
    for (int row = 0; row < image.height(); row++) {
      for (int column = 0; column < image.width(); column++) {
        double across = Math.abs(column + 0.5 - (x + 0.5) * step) / reach;
        double down = Math.abs(row + 0.5 - (y + 0.5) * step) / reach;
        double weight = Math.max(0, 1 - across) * Math.max(0, 1 - down);
        sum += weight * (image.rgb()[3 * (row * image.width() + column)] & 0xff);
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static void assertNearly(Pixels found, int[] expected) {
    assertThat(found.rgb()).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.rgb()[i] & 0xff).as("byte " + i).isCloseTo(expected[i], within(1));
    }
  }

  private static double mean(Pixels image) {
    return IntStream.range(0, image.rgb().length)
        .map(i -> image.rgb()[i] & 0xff)
        .average()
        .orElseThrow();
  }

  private static Pixels random(int width, int height, int seed) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return new Pixels(width, height, rgb);
  }

  private static Pixels grey(int width, int height, int... values) {
    byte[] rgb = new byte[3 * values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i / 3];
    }
    return new Pixels(width, height, rgb);
  }

  /** The row again and again. */
  private static Pixels tall(Pixels row, int height) {
    byte[] rgb = new byte[row.rgb().length * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = row.rgb()[i % row.rgb().length];
    }
    return new Pixels(row.width(), height, rgb);
  }

  private static List<Integer> greys(Pixels image) {
    return IntStream.range(0, image.width() * image.height())
        .mapToObj(i -> image.rgb()[3 * i] & 0xff)
        .toList();
  }
}
