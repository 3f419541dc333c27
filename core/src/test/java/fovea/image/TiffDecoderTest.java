package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffDecoderTest {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int OFFSET = 273;
  private static final int PLANES = 284;
  private static final int SAMPLES = 277;
  private static final int COUNT = 279;
  private static final int SAMPLE_FORMAT = 339;
  private static final int PROFILE = 34_675;

  static List<Path> files() {
    return References.in("tiff");
  }

  /**
   * Everything but one thing is exact: what was multiplied by its opacity, a reference divides and
   * multiplies again.
   */
  @ParameterizedTest
  @MethodSource("files")
  void everyPixelIsThatOfTheReference(Path file) {
    References.Difference found =
        References.Difference.between(ImageFile.decode(file), References.of(file));
    boolean rounded = file.toString().contains("associated");
    assertThat(found.largest()).isLessThanOrEqualTo(rounded ? 1 : 0);
    assertThat(found.mean()).isLessThan(0.1);
  }

  @Test
  void thereAreReferencesOfEveryKind() {
    assertThat(files())
        .hasSizeGreaterThan(90)
        .extracting(file -> file.getFileName().toString().replaceFirst("[-.].*", ""))
        .contains("alpha", "bigtiff", "bilevel", "cmyk", "grey", "orientation", "planes", "tiles");
  }

  @Test
  void whatJavaWritesIsReadBack() {
    for (int seed = 0; seed < 20; seed++) {
      int width = 1 + seed * 7 % 30;
      Pixels png = ImageFile.decode("it", encoded(picture(width, 20, seed), "png"));
      Pixels tiff = ImageFile.decode("it", encoded(picture(width, 20, seed), "tiff"));
      assertThat(tiff.rgb()).isEqualTo(png.rgb());
    }
  }

  @ParameterizedTest
  @CsvSource({"50001", "34925", "34712"}) // WebP, LZMA, JPEG 2000
  void aCompressionThatIsntReadIsSaidSo(int compression) {
    assertRefused(
        Map.of(COMPRESSION, compression),
        "compressed in a way that Fovea doesn't read; save it with LZW, or without compression");
  }

  @ParameterizedTest
  @CsvSource({"7, 2", "1, 6"}) // JPEG; luma and chroma
  void channelsApartThatTheReaderWouldMixUpAreRefused(int compression, int photometric) {
    assertRefused(
        Map.of(COMPRESSION, compression, PHOTOMETRIC, photometric, PLANES, 2),
        "of channels stored apart as JPEG or as luma and chroma; save it with LZW, in RGB");
  }

  @Test
  void memoryForAnyNumberOfChannelsIsNotTaken() {
    assertRefused(
        Map.of(SAMPLES, Integer.MAX_VALUE), "of 2,147,483,647 channels, expected at most 16");
  }

  @ParameterizedTest
  @CsvSource({"322, 600000000", "323, 65537", "322, 0"})
  void memoryForTilesOfAnySizeIsNotTaken(int widthOrHeight, int pixels) {
    assertRefused(Map.of(widthOrHeight, pixels), "that is damaged; copy or download it again");
  }

  @ParameterizedTest
  @CsvSource({"32, 1", "32, 3", "64, 3", "16, 3", "8, 2"})
  void samplesOfUnknownRangeAreSaidSo(int bits, int format) {
    assertRefused(
        Map.of(BITS, bits, SAMPLE_FORMAT, format),
        "whose samples aren't whole numbers of at most 16 bits; save it with 8 or 16 bits a sample");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiles.tif", "rgb-none.tif", "by-hand-big-64-planes-tiles-16.tif"})
  void aFileCutShortIsRefusedOrHasAllPixels(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name));
    byte[] rgb = ImageFile.decode("it", whole).rgb();
    int refused = 0;
    for (int length = 8; length < whole.length; length += 7) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        assertThat(ImageFile.decode("it", part).rgb()).isEqualTo(rgb);
      } catch (FoveaException e) {
        refused++;
        assertThat(e)
            .hasMessageMatching("it: a TIFF image that is (cut short|damaged); copy .* again");
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 7 / 2);
  }

  /** The directory stands before the pixels, of which a half is missing. */
  @Test
  void missingPixelsAreNotTakenForBlack() {
    byte[] whole = tiff(Map.of());
    assertThat(ImageFile.decode("it", whole).rgb()).containsOnly(100);
    byte[] part = Arrays.copyOf(whole, whole.length - 8);
    assertThatThrownBy(() -> ImageFile.decode("it", part))
        .hasMessage("it: a TIFF image that is cut short; copy or download it again");
  }

  @Test
  void anImageOfTooManyPixelsIsRefused() {
    byte[] file = tiff(Map.of(WIDTH, 20_000, HEIGHT, 20_001));
    assertThatThrownBy(() -> ImageFile.decode("it", file))
        .hasMessage(
            "it: 20000 x 20001 pixels, expected at most 100,000,000 in all; scale it down first");
  }

  /** sRGB's curve makes of 100, if proportional to light, 1.055 (100 / 255)^(1 / 2.4) - 0.055. */
  @Test
  void theProfileOfColorsIsApplied() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    assertThat(ImageFile.decode("it", tiff(Map.of(), profile)).rgb()[0] & 0xff)
        .isCloseTo(168, within(2));
    assertThat(ImageFile.decode("it", tiff(Map.of(), new byte[200])).rgb()).containsOnly(100);
  }

  private static void assertRefused(Map<Integer, Integer> entries, String phrase) {
    assertThatThrownBy(() -> ImageFile.decode("it", tiff(entries)))
        .isInstanceOf(FoveaException.class)
        .hasMessage("it: a TIFF image " + phrase);
  }

  private static Path file(String name) {
    return files().stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
  }

  private static byte[] tiff(Map<Integer, Integer> entries) {
    return tiff(entries, new byte[0]);
  }

  /** Four by four pixels of (100, 100, 100) behind the directory; with other entries, too. */
  private static byte[] tiff(Map<Integer, Integer> entries, byte[] profile) {
    Map<Integer, Integer> all = new TreeMap<>();
    all.putAll(Map.of(WIDTH, 4, HEIGHT, 4, BITS, 8, COMPRESSION, 1, PHOTOMETRIC, 2));
    all.putAll(Map.of(OFFSET, 0, SAMPLES, 3, COUNT, 48));
    all.putAll(entries);
    if (profile.length > 0) {
      all.put(PROFILE, profile.length);
    }
    int bits = 8 + 2 + 12 * all.size() + 4;
    int pixels = bits + 6 + profile.length;
    all.put(OFFSET, pixels);
    ByteBuffer file = ByteBuffer.allocate(pixels + 48);
    file.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) all.size());
    all.forEach(
        (tag, value) -> {
          boolean three = tag == BITS;
          boolean bytes = tag == PROFILE;
          file.putShort((short) (int) tag).putShort((short) (three ? 3 : bytes ? 7 : 4));
          file.putInt(three ? 3 : bytes ? value : 1);
          file.putInt(three ? bits : bytes ? bits + 6 : value);
        });
    file.putInt(0);
    for (int i = 0; i < 3; i++) {
      file.putShort((short) (int) all.get(BITS));
    }
    file.put(profile);
    byte[] result = file.array();
    Arrays.fill(result, pixels, result.length, (byte) 100);
    return result;
  }
}
