package fovea.image;

import static fovea.image.WebpBytes.chunk;
import static fovea.image.WebpBytes.content;
import static fovea.image.WebpBytes.extended;
import static fovea.image.WebpBytes.file;
import static fovea.image.WebpBytes.flat;
import static fovea.image.WebpBytes.frame;
import static fovea.image.WebpBytes.join;
import static fovea.image.WebpBytes.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebpDecoderTest {
  private static final int WIDTH = 41;
  private static final int HEIGHT = 29;

  static List<Path> files() {
    return References.in("webp");
  }

  /** The format fixes every step up to luma and chroma, and libwebp the rest. */
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
        .hasSizeGreaterThan(80)
        .extracting(file -> file.getFileName().toString().replaceFirst("-.*", ""))
        .contains("40x28", "24x330", "alpha", "animated", "noise", "odd", "palette");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void plainOpacityIsUnfiltered(int filter) {
    Pixels opaque = ImageFile.decode("it", file(chunk("VP8 ", lossy())));
    for (int seed = 0; seed < 20; seed++) {
      byte[] alpha = new byte[WIDTH * HEIGHT];
      new Random(seed).nextBytes(alpha);
      byte[] stored = join(new byte[] {(byte) (filter << 2)}, filtered(alpha, filter));
      byte[] file =
          file(extended(16, WIDTH, HEIGHT), chunk("ALPH", stored), chunk("VP8 ", lossy()));
      assertThat(ImageFile.decode("it", file).rgb())
          .as("seed " + seed)
          .isEqualTo(overWhite(opaque.rgb(), alpha));
    }
  }

  @Test
  void tooLittlePlainOpacityIsDamage() {
    byte[] alpha = new byte[WIDTH * HEIGHT]; // one less, behind the header
    assertDamaged(file(extended(16, WIDTH, HEIGHT), chunk("ALPH", alpha), chunk("VP8 ", lossy())));
  }

  @Test
  void theFirstPictureOfAnAnimationLiesOnTheCanvas() {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      int width = 1 + random.nextInt(20);
      int height = 1 + random.nextInt(20);
      int x = 2 * random.nextInt(15);
      int y = 2 * random.nextInt(15);
      byte[] first = frame(x, y, width, height, chunk("VP8L", flat(width, height, 9, 8, 7)));
      byte[] second = frame(0, 0, 30, 31, chunk("VP8L", flat(30, 31, 200, 100, 50)));
      byte[] file = file(extended(2, 30, 31), chunk("ANIM", new byte[6]), first, second);
      Pixels pixels = ImageFile.decode("it", file);
      assertThat(List.of(pixels.width(), pixels.height())).containsExactly(30, 31);
      for (int at = 0; at < 30 * 31; at++) {
        boolean inside =
            at % 30 >= x && at % 30 < x + width && at / 30 >= y && at / 30 < y + height;
        assertThat(pixels.rgb()[3 * at + 1] & 0xff).isEqualTo(inside ? 8 : 255);
      }
    }
  }

  @Test
  void aCanvasThatIsTooLargeIsRefused() {
    byte[] first = frame(0, 0, 2, 2, chunk("VP8L", flat(2, 2, 0, 0, 0)));
    byte[] file = file(extended(2, 1 << 24, 1 << 24), first);
    assertThatThrownBy(() -> ImageFile.decode("it", file))
        .hasMessage(
            "it: 16777216 x 16777216 pixels, expected at most 100,000,000 in all; scale it down"
                + " first");
  }

  /** Twelve million pixels in 40 bytes: readers that guard against bombs by length refuse that. */
  @Test
  void aLargePictureOfOneColorIsRead() {
    Pixels pixels = ImageFile.decode("it", file(chunk("VP8L", flat(4000, 3000, 10, 20, 30))));
    assertThat(List.of(pixels.width(), pixels.height())).containsExactly(4000, 3000);
    byte[] expected = new byte[pixels.rgb().length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) (10 * (1 + i % 3));
    }
    assertThat(Arrays.equals(pixels.rgb(), expected)).isTrue();
  }

  @Test
  void aTransformOfEachKindIsUndone() {
    byte[] green = ImageFile.decode("it", file(chunk("VP8L", flat(8, 8, 10, 20, 30, 2)))).rgb();
    assertThat(Arrays.copyOf(green, 3)).containsExactly(30, 20, 50);
    byte[] all = flat(20, 10, 1, 2, 3, 0, 1, 2, 3); // the palette's colour comes out, black
    assertThat(ImageFile.decode("it", file(chunk("VP8L", all))).rgb()).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aTransformThatComesTwiceIsDamage(int kind) {
    assertDamaged(file(chunk("VP8L", flat(9, 9, 1, 2, 3, kind, kind))));
    assertDamaged(file(chunk("VP8L", flat(9, 9, 1, 2, 3, kind, (kind + 1) % 4, kind))));
    byte[] opacity = flat(WIDTH, HEIGHT, 1, 2, 3, kind, kind);
    byte[] stored = join(new byte[] {1}, Arrays.copyOfRange(opacity, 5, opacity.length));
    assertDamaged(file(extended(16, WIDTH, HEIGHT), chunk("ALPH", stored), chunk("VP8 ", lossy())));
  }

  /** In 1 kB, for each of which the reader would go over twelve million pixels. */
  @Test
  void thousandsOfTransformsAreRefusedAtOnce() {
    int[] many = new int[2500];
    Arrays.fill(many, 2);
    assertDamaged(file(chunk("VP8L", flat(4000, 3000, 1, 2, 3, many))));
  }

  @Test
  void opacityBehindATransformIsRead() {
    byte[] opacity = flat(WIDTH, HEIGHT, 0, 255, 0, 2);
    byte[] stored = join(new byte[] {1}, Arrays.copyOfRange(opacity, 5, opacity.length));
    byte[] file = file(extended(16, WIDTH, HEIGHT), chunk("ALPH", stored), chunk("VP8 ", lossy()));
    assertThat(ImageFile.decode("it", file).rgb())
        .isEqualTo(ImageFile.decode("it", file(chunk("VP8 ", lossy()))).rgb());
  }

  private static void assertDamaged(byte[] file) {
    assertThatThrownBy(() -> ImageFile.decode("it", file))
        .isInstanceOf(FoveaException.class)
        .hasMessage("it: a WebP image that is damaged; copy or download it again");
  }

  static Stream<byte[]> wrongLengths() {
    byte[] right = file(chunk("VP8 ", lossy()));
    return Stream.of(
        right,
        withLength(right, 0),
        withLength(right, 20),
        withLength(right, right.length - 9),
        Arrays.copyOf(right, right.length + 1000));
  }

  @ParameterizedTest
  @MethodSource("wrongLengths")
  void aWrongLengthOfTheFileDoesNoHarm(byte[] file) {
    Pixels right = ImageFile.decode("it", file(chunk("VP8 ", lossy())));
    assertThat(ImageFile.decode("it", file).rgb()).isEqualTo(right.rgb());
  }

  @Test
  void unknownChunksArePassedOver() {
    byte[] unknown = chunk("what", new byte[] {1, 2, 3});
    byte[] frame = frame(0, 0, WIDTH, HEIGHT, unknown, chunk("VP8 ", lossy()), unknown);
    byte[] right = ImageFile.decode("it", file(chunk("VP8 ", lossy()))).rgb();
    for (byte[] file :
        List.of(
            file(unknown, chunk("VP8 ", lossy())),
            file(extended(0, WIDTH, HEIGHT), unknown, chunk("VP8 ", lossy()), unknown),
            file(extended(2, WIDTH, HEIGHT), unknown, frame))) {
      assertThat(ImageFile.decode("it", file).rgb()).isEqualTo(right);
    }
  }

  /** sRGB's curve makes 188 of half the light: 1.055 * (128 / 255)^(1 / 2.4) - 0.055 = 0.737. */
  @Test
  void aProfileIsAppliedAndADamagedOneIgnored() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] picture = chunk("VP8L", flat(8, 8, 128, 128, 128));
    byte[] file = file(extended(32, 8, 8), chunk("ICCP", profile), picture);
    assertThat(ImageFile.decode("it", file).rgb()[0] & 0xff).isCloseTo(188, within(2));
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Arrays.copyOf(profile, random.nextInt(profile.length));
      for (int j = 0; j < 5 && damaged.length > 0; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      byte[] other = file(extended(32, 8, 8), chunk("ICCP", damaged), picture);
      assertThat(ImageFile.decode("it", other).width()).isEqualTo(8);
    }
    byte[] nonsense = file(extended(32, 8, 8), chunk("ICCP", new byte[200]), picture);
    assertThat(ImageFile.decode("it", nonsense).rgb()).containsOnly(128);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"40x28-default.webp", "alpha-plain.webp", "palette-4.webp", "animated-lossy.webp"})
  void aFileCutShortAnywhereIsRefused(String name) {
    byte[] whole = reference(name);
    for (int length = 12; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ImageFile.decode("it", part))
          .isInstanceOf(FoveaException.class)
          .hasMessage("it: a WebP image that is cut short; copy or download it again");
    }
  }

  /** Not the file, which gives its length rightly, but the picture in it. */
  @Test
  void aLossyPictureCutShortIsDamage() {
    byte[] picture = lossy();
    for (int length = 0; length < picture.length - 4; length++) {
      byte[] file = file(chunk("VP8 ", Arrays.copyOf(picture, length)));
      assertThatThrownBy(() -> ImageFile.decode("it", file))
          .as("length " + length)
          .isInstanceOf(FoveaException.class)
          .hasMessage("it: a WebP image that is damaged; copy or download it again");
    }
  }

  private static byte[] lossy() {
    return content(reference("41x29-lossy.webp"), "VP8 ");
  }

  private static byte[] withLength(byte[] file, int length) {
    byte[] other = file.clone();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length);
    return other;
  }

  /** As the format's description has it: 1 predicts from the left, 2 from above, 3 from both. */
  private static byte[] filtered(byte[] alpha, int filter) {
    byte[] stored = alpha.clone();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int left = x == 0 ? 0 : alpha[y * WIDTH + x - 1] & 0xff;
        int above = y == 0 ? 0 : alpha[(y - 1) * WIDTH + x] & 0xff;
        int corner = x == 0 || y == 0 ? 0 : alpha[(y - 1) * WIDTH + x - 1] & 0xff;
        int usual = filter == 1 ? left : filter == 2 ? above : left + above - corner;
        int prediction = y == 0 ? left : x == 0 ? above : Math.max(0, Math.min(255, usual));
        stored[y * WIDTH + x] -= (byte) (filter == 0 ? 0 : prediction);
      }
    }
    return stored;
  }

  private static byte[] overWhite(byte[] rgb, byte[] alpha) {
    byte[] result = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      double opacity = (alpha[i / 3] & 0xff) / 255.0;
      result[i] = (byte) Math.round((rgb[i] & 0xff) * opacity + 255 * (1 - opacity));
    }
    return result;
  }
}
