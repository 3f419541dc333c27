package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Geometry.Padding;
import fovea.tensor.Rng;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Operations by closed forms and second implementations, on random pictures of any shape. */
class PixelwiseStepsTest {
  private static Picture random(Rng rng, int height, int width) {
    float[] values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rng.nextDouble();
    }
    return new Picture(height, width, values);
  }

  private static Picture random(int seed) {
    Rng rng = Rng.seeded(seed);
    return random(rng, 1 + rng.nextInt(12), 1 + rng.nextInt(12));
  }

  @Test
  void withoutStrengthNothingChanges() {
    List<Consumer<Picture>> nothing =
        List.of(
            p -> Warp.affine(p, 0, 0, 0, 1, 0).apply(p, Padding.ZERO),
            p -> Warp.translation(0, 0).apply(p, Padding.REFLECT),
            p -> ColorJitter.brighten(p, 1),
            p -> ColorJitter.contrast(p, 1),
            p -> ColorJitter.saturate(p, 1),
            p -> Hue.turn(p, 0),
            p -> Hue.turn(p, 1e-9),
            p -> Sharpness.sharpen(p, 1),
            p -> Posterize.posterize(p, 8),
            p -> GaussianBlur.blur(p, 0.01),
            p -> PolicyOperation.IDENTITY.apply(p, 0, Padding.ZERO));
    for (int seed = 0; seed < 30; seed++) {
      for (int i = 0; i < nothing.size(); i++) {
        Picture picture = random(seed);
        float[] before = picture.values().clone();
        nothing.get(i).accept(picture);
        assertThat(picture.values())
            .as("seed %d, operation %d", seed, i)
            .containsExactly(before, within(2e-6f));
      }
    }
  }

  @Test
  void whatIsUndoneIsAsBefore() {
    for (int seed = 0; seed < 30; seed++) {
      Picture picture = random(seed);
      float[] before = picture.values().clone();
      Invert.invert(picture);
      Invert.invert(picture);
      Hue.turn(picture, 0.3);
      Hue.turn(picture, -0.3);
      Hue.turn(picture, 0.5);
      Hue.turn(picture, 0.5);
      assertThat(picture.values()).containsExactly(before, within(1e-5f));
    }
  }

  /** Java has HSV of its own. */
  @Test
  void hueIsThatOfJavasHsv() {
    for (int seed = 0; seed < 10; seed++) {
      Picture picture = random(seed);
      float[] before = picture.values().clone();
      for (int i = 0; i < before.length; i++) { // Java's takes bytes
        before[i] = Math.round(before[i] * 255) / 255f;
        picture.values()[i] = before[i];
      }
      double part = seed / 10.0 - 0.5;
      Hue.turn(picture, part);
      for (int i = 0; i < before.length; i += 3) {
        float[] hsv =
            Color.RGBtoHSB(
                Math.round(255 * before[i]),
                Math.round(255 * before[i + 1]),
                Math.round(255 * before[i + 2]),
                null);
        Color turned = new Color(Color.HSBtoRGB(hsv[0] + (float) part, hsv[1], hsv[2]));
        float[] expected = turned.getRGBColorComponents(null);
        for (int c = 0; c < 3; c++) {
          assertThat(picture.values()[i + c]).isCloseTo(expected[c], within(0.6f / 255));
        }
      }
    }
  }

  @Test
  void autocontrastReachesFromZeroToOneInEachChannelThatVaries() {
    for (int seed = 0; seed < 30; seed++) {
      Picture picture = random(Rng.seeded(seed), 4, 5);
      for (int i = 2; i < picture.values().length; i += 3) {
        picture.values()[i] = 0.3f;
      }
      Autocontrast.autocontrast(picture);
      float[] values = picture.values();
      for (int c = 0; c < 3; c++) {
        int channel = c;
        float[] one = new float[20];
        for (int i = 0; i < 20; i++) {
          one[i] = values[3 * i + channel];
        }
        Arrays.sort(one);
        assertThat(one[0]).isEqualTo(c == 2 ? 0.3f : 0);
        assertThat(one[19]).isCloseTo(c == 2 ? 0.3f : 1, within(1e-6f));
      }
    }
  }

  /** With each of 256 levels equally often there is nothing to equalise, as for a single colour. */
  @Test
  void equalisingKeepsOrderAndWhatIsEqualAlready() {
    float[] even = new float[3 * 512];
    for (int i = 0; i < even.length; i++) {
      even[i] = i / 3 % 256 / 255f;
    }
    Picture ramp = new Picture(16, 32, even.clone());
    Equalize.equalize(ramp);
    assertThat(ramp.values()).containsExactly(even, within(1e-6f));
    float[] single = new float[3 * 600];
    Arrays.fill(single, 0.6f);
    Picture plain = new Picture(20, 30, single.clone());
    Equalize.equalize(plain);
    assertThat(plain.values()).containsExactly(single, within(1e-6f));
    for (int seed = 0; seed < 10; seed++) {
      Picture picture = random(Rng.seeded(seed), 30, 40);
      float[] before = picture.values().clone();
      for (int i = 0; i < before.length; i++) {
        before[i] = before[i] * before[i] * before[i];
        picture.values()[i] = before[i];
      }
      Equalize.equalize(picture);
      float[] after = picture.values();
      for (int i = 0; i < before.length; i++) {
        int other = 3 * ((i * 7) % (before.length / 3)) + i % 3;
        assertThat(before[i] <= before[other] ? after[i] <= after[other] : after[i] >= after[other])
            .isTrue();
      }
      float[] sorted = after.clone();
      Arrays.sort(sorted);
      assertThat(sorted[0]).isZero();
      assertThat(sorted[sorted.length - 1]).isGreaterThanOrEqualTo(254 / 255f);
    }
  }

  @Test
  void blurAndSharpnessTreatBothSidesAlikeAndKeepAConstant() {
    for (int seed = 0; seed < 20; seed++) {
      double sigma = 0.2 + seed / 5.0;
      Picture picture = random(seed);
      Picture mirror = mirrored(picture);
      GaussianBlur.blur(picture, sigma);
      GaussianBlur.blur(mirror, sigma);
      Sharpness.sharpen(picture, 1.5);
      Sharpness.sharpen(mirror, 1.5);
      assertThat(mirrored(mirror).values()).containsExactly(picture.values(), within(1e-5f));
      float[] grey = new float[3 * 35];
      Arrays.fill(grey, 0.25f);
      Picture constant = new Picture(5, 7, grey.clone());
      GaussianBlur.blur(constant, sigma);
      Sharpness.sharpen(constant, 0.2);
      assertThat(constant.values()).containsExactly(grey, within(1e-6f));
    }
  }

  private static Picture mirrored(Picture picture) {
    float[] mirror = new float[picture.values().length];
    int width = picture.width();
    for (int i = 0; i < mirror.length; i++) {
      int pixel = i / 3;
      int from = pixel / width * width + (width - 1 - pixel % width);
      mirror[i] = picture.values()[3 * from + i % 3];
    }
    return new Picture(picture.height(), width, mirror);
  }
}
