package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.image.Pixels;
import fovea.tensor.Rng;
import java.awt.Color;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Brightness and saturation against the JDK's HSB, and contrast against its definition. */
class ColourTest {
  /** Among random colours black, white, greys and pure ones. */
  private static Pixels colours() {
    Pixels image = Pictures.random(16, 16, 3);
    byte[] rgb = image.rgb();
    int[][] special = {
      {0, 0, 0}, {255, 255, 255}, {9, 9, 9}, {255, 0, 0}, {0, 0, 255}, {0, 7, 0}, {200, 200, 3}
    };
    for (int i = 0; i < special.length; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) special[i][c];
      }
    }
    return image;
  }

  private interface InHsb {
    float[] of(float[] hsb);
  }

  private static void assertSame(Distortion distortion, InHsb change) {
    Pixels image = colours();
    byte[] varied = distortion.of(image, Rng.seeded(1)).rgb();
    for (int i = 0; i < varied.length; i += 3) {
      int[] rgb = {image.rgb()[i] & 0xff, image.rgb()[i + 1] & 0xff, image.rgb()[i + 2] & 0xff};
      float[] hsb = change.of(Color.RGBtoHSB(rgb[0], rgb[1], rgb[2], null));
      int expected = Color.HSBtoRGB(hsb[0], hsb[1], hsb[2]);
      for (int c = 0; c < 3; c++) {
        int channel = (expected >> (16 - 8 * c)) & 0xff;
        // HSBtoRGB rounds, and bytes here are cut.
        assertThat(varied[i + c] & 0xff)
            .as("channel %d of %s", c, Arrays.toString(rgb))
            .isBetween(channel - 1, channel);
      }
    }
  }

  private static float clamped(double value) {
    return (float) Math.min(1, Math.max(0, value));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 0.5, -0.2, -0.9, 1})
  void brightnessIsAddedToTheValueInHsv(double added) {
    assertSame(new Brightness(added), hsb -> new float[] {hsb[0], hsb[1], clamped(hsb[2] + added)});
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0", "0.1, 0", "1.5, 0", "2, 0.1", "2.5, 0.2", "20, 0.2"})
  void saturationIsChangedInHsv(double factor, double added) {
    assertSame(
        new Saturate(factor, added),
        hsb -> new float[] {hsb[0], clamped(hsb[1] * factor + added), hsb[2]});
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.5, 1, 3})
  void contrastKeepsEachChannelsMeanAndScalesDistances(double factor) {
    Picture before = Picture.of(colours());
    Picture after = before.copy();
    new Contrast(factor).on(after, Rng.seeded(1));
    for (int c = 0; c < 3; c++) {
      double mean = mean(before.values(), c);
      assertThat(mean(after.values(), c)).isCloseTo(mean, within(1e-12));
      for (int i = c; i < after.values().length; i += 3) {
        assertThat(after.values()[i] - mean)
            .isCloseTo(factor * (before.values()[i] - mean), within(1e-12));
      }
    }
  }

  private static double mean(double[] values, int channel) {
    double sum = 0;
    int count = 0;
    for (int i = channel; i < values.length; i += 3) {
      sum += values[i];
      count++;
    }
    return sum / count;
  }
}
