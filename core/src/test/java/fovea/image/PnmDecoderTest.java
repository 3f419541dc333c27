package fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PnmDecoderTest {
  static List<Path> files() {
    return References.in("pnm");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPixelIsThatOfTheReference(Path file) {
    References.Difference found =
        References.Difference.between(ImageFile.decode(file), References.of(file));
    assertThat(found).isEqualTo(new References.Difference(0, 0));
  }

  @Test
  void thereAreReferencesOfEveryKind() {
    assertThat(files())
        .extracting(file -> file.getFileName().toString().replaceFirst(".*\\.", ""))
        .contains("pbm", "pgm", "ppm", "pam");
  }

  @ParameterizedTest
  @ValueSource(chars = {'2', '3', '5', '6', '7'})
  void samplesOfEveryRangeBecomeEightBits(char kind) {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(9);
      int height = 1 + random.nextInt(9);
      int most = random.nextBoolean() ? 1 + random.nextInt(255) : 1 + random.nextInt(65_535);
      int channels = kind == '7' ? 1 + seed % 4 : kind == '3' || kind == '6' ? 3 : 1;
      int[] samples =
          IntStream.range(0, channels * width * height)
              .map(i -> random.nextInt(most + 1))
              .toArray();
      byte[] file = file(kind, width, height, channels, most, samples);
      assertThat(ImageFile.decode("it", file).rgb())
          .as("seed " + seed)
          .isEqualTo(rgb(samples, channels, most));
    }
  }

  @Test
  void bitsAreBlackAndRowsBeginWithAByte() {
    byte[] bytes = {'P', '4', '\n', '9', ' ', '2', '\n', (byte) 0xf0, (byte) 0x80, 0x0f, 0x7f};
    byte[] text = ascii("P1 # dense\n9 2\n111100001\n0 0 0 0 1 1 1 10");
    for (byte[] file : List.of(bytes, text)) {
      byte[] rgb = ImageFile.decode("it", file).rgb();
      int[] found = IntStream.range(0, 18).map(i -> rgb[3 * i] & 0xff).toArray();
      assertThat(found)
          .containsExactly(0, 0, 0, 0, 255, 255, 255, 255, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P2 2 1 255 7 9",
        "P2\n# a comment\n# another\n2 1\n255\n7 9\n",
        "P2\r\n2 1\r\n255\r\n7\r\n9",
        "P2\r\n# of Windows\r\n2 1\r\n255\r\n7 9",
        "P2\r# of an old Mac\r2 1\r# another\r255\r7 9",
        "P2\n2 # width\n1 # height\n255\n# samples\n7\n# between\n9 # end",
      })
  void commentsAndBlanksMayStandAnywhere(String text) {
    assertThat(ImageFile.decode("it", ascii(text)).rgb()).containsExactly(7, 7, 7, 9, 9, 9);
  }

  @Test
  void bytesBehindTheEndDoNoHarm() {
    assertThat(ImageFile.decode("it", ascii("P5 1 1 255 Aand more")).rgb()).containsOnly('A');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"P5 3 3 255 12345678", "P6 1 1 65535 12345", "P2 2 2 255 1 2 3", "P4 9 2\n123"})
  void aFileCutShortIsRefused(String text) {
    assertThatThrownBy(() -> ImageFile.decode("it", ascii(text)))
        .isInstanceOf(FoveaException.class)
        .hasMessage("it: a PNM image that is cut short; copy or download it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"P5 0 3 255 1", "P5 1 1 0 1", "P5 1 1 65536 1", "P2 1 1 255 x"})
  void nonsenseIsDamage(String text) {
    assertThatThrownBy(() -> ImageFile.decode("it", ascii(text)))
        .isInstanceOf(FoveaException.class)
        .hasMessage("it: a PNM image that is damaged; copy or download it again");
  }

  @Test
  void anImageOfTooManyPixelsIsRefused() {
    assertThatThrownBy(() -> ImageFile.decode("it", ascii("P5 999999999 999999999 255 ")))
        .hasMessageContaining("pixels, expected at most 100,000,000 in all");
  }

  private static byte[] file(
      char kind, int width, int height, int channels, int most, int[] samples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (kind == '7') {
      String header = "P7\nWIDTH %d\nHEIGHT %d\n# that's all\nDEPTH %d\nMAXVAL %d\n";
      out.writeBytes(ascii(header.formatted(width, height, channels, most)));
      out.writeBytes(ascii("TUPLTYPE ANY_THING\nENDHDR\n"));
    } else {
      out.writeBytes(ascii("P%c\n%d %d\n%d\n".formatted(kind, width, height, most)));
    }
    for (int sample : samples) {
      if (kind < '4') {
        out.writeBytes(ascii(sample + " "));
      } else {
        if (most > 255) {
          out.write(sample >> 8);
        }
        out.write(sample);
      }
    }
    return out.toByteArray();
  }

  private static byte[] rgb(int[] samples, int channels, int most) {
    int pixels = samples.length / channels;
    int[] eight = Arrays.stream(samples).map(s -> (int) Math.round(s * 255.0 / most)).toArray();
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < rgb.length; i++) {
      int from = i / 3 * channels;
      int color = eight[from + (channels < 3 ? 0 : i % 3)];
      double opacity = channels % 2 == 0 ? eight[from + channels - 1] / 255.0 : 1;
      rgb[i] = (byte) Math.round(color * opacity + 255 * (1 - opacity));
    }
    return rgb;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
