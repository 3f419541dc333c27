package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static fovea.image.ImageBytes.withSegment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which colours a file's components are, and what in a file doesn't matter. */
class JpegDecoderTest {
  private static final byte[] FILE = encoded(picture(40, 28, 1), "jpeg");
  private static final byte[] BARE = withoutJfif(FILE);
  private static final byte[] COLORS = ImageFile.decode("it", FILE).rgb();

  @Test
  void withoutMarkersAllNamesButRgbMeanLumaAndChroma() {
    assertThat(decoded(BARE)).isEqualTo(COLORS);
    for (int seed = 0; seed < 200; seed++) {
      byte[] ids = new byte[3];
      new Random(seed).nextBytes(ids);
      if (ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]) {
        assertThat(decoded(withIds(BARE, ids))).as("ids " + Arrays.toString(ids)).isEqualTo(COLORS);
      }
    }
    assertThat(decoded(withIds(BARE, "RGB".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(decoded(withSegment(BARE, 0xee, adobe(0))))
        .isNotEqualTo(COLORS);
  }

  @Test
  void jfifOutranksAdobeAndAdobeOutranksNames() {
    byte[] letters = withIds(BARE, "RGB".getBytes(StandardCharsets.US_ASCII));
    assertThat(decoded(withSegment(FILE, 0xee, adobe(0)))).isEqualTo(COLORS);
    assertThat(decoded(withSegment(letters, 0xee, adobe(1)))).isEqualTo(COLORS);
    assertThat(decoded(withSegment(BARE, 0xee, adobe(0)))).isNotEqualTo(COLORS);
  }

  @Test
  void bytesBetweenSegmentsArePassedOver() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      assertThat(decoded(withBytesBetween(FILE, random))).as("seed " + seed).isEqualTo(COLORS);
      byte[] turned = withBytesBetween(withSegment(FILE, 0xe1, ImageBytes.exifSegment(6)), random);
      assertThat(ImageFile.decode("it", turned).width()).as("seed " + seed).isEqualTo(28);
    }
  }

  @Test
  void aDamagedProfileIsNoReasonToRefuse() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] damaged = Arrays.copyOf(profile, seed % 2 == 0 ? profile.length : random.nextInt(400));
      for (int i = 0; i < Math.min(300, damaged.length); i++) { // its header and its list of parts
        damaged[random.nextInt(Math.min(300, damaged.length))] = (byte) random.nextInt(256);
      }
      byte[] file = withSegment(FILE, 0xe2, profileSegment(damaged));
      assertThat(decoded(file)).as("seed " + seed).hasSize(COLORS.length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GRAY", "CMYK", "Lab ", "XYZ ", "    "})
  void aProfileOfOtherColorsIsIgnored(String space) {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    System.arraycopy(space.getBytes(StandardCharsets.US_ASCII), 0, profile, 16, 4);
    assertThat(decoded(withSegment(FILE, 0xe2, profileSegment(profile)))).isEqualTo(COLORS);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 'of 2 channels, expected 1 (grey), 3 (colour) or 4 (inks); save it as one of these'",
    "5, 'of 5 channels, expected 1 (grey), 3 (colour) or 4 (inks); save it as one of these'",
  })
  void otherNumbersOfChannelsAreRefused(int channels, String phrase) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
    int length = 8 + 3 * channels;
    file.writeBytes(new byte[] {-1, (byte) 0xc0, 0, (byte) length, 8, 0, 8, 0, 8});
    file.write(channels);
    for (int i = 0; i < channels; i++) {
      file.writeBytes(new byte[] {(byte) i, 0x11, 0});
    }
    file.writeBytes(new byte[] {-1, (byte) 0xda, 0, 2, -1, (byte) 0xd9});
    assertThatThrownBy(() -> decoded(file.toByteArray())).hasMessage("it: a JPEG image " + phrase);
  }

  @Test
  void twelveBitsAreCalledSo() {
    byte[] file = FILE.clone();
    file[frame(file) + 4] = 12;
    assertThatThrownBy(() -> decoded(file))
        .hasMessage("it: a JPEG image of 12 bits a sample, expected 8; save it as PNG");
  }

  @Test
  void tablesWithoutAPictureAreCalledSo() {
    assertThatThrownBy(() -> decoded(new byte[] {-1, (byte) 0xd8, -1, (byte) 0xd9, 0, 0}))
        .hasMessage("it: a JPEG image without a picture in it; copy or download it again");
  }

  private static byte[] decoded(byte[] file) {
    return ImageFile.decode("it", file).rgb();
  }

  private static byte[] withoutJfif(byte[] jpeg) {
    int next = 4 + (jpeg[4] & 0xff) * 256 + (jpeg[5] & 0xff);
    byte[] file = Arrays.copyOfRange(jpeg, next - 2, jpeg.length);
    file[0] = (byte) 0xff;
    file[1] = (byte) 0xd8;
    return file;
  }

  /** In the frame and in the scan, which names them in the same order. */
  private static byte[] withIds(byte[] jpeg, byte[] ids) {
    byte[] file = jpeg.clone();
    int frame = frame(file);
    int scan = segment(file, 0xda);
    for (int c = 0; c < 3; c++) {
      file[frame + 10 + 3 * c] = ids[c];
      file[scan + 5 + 2 * c] = ids[c];
    }
    return file;
  }

  private static int frame(byte[] jpeg) {
    return segment(jpeg, 0xc0);
  }

  private static int segment(byte[] jpeg, int marker) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != marker) {
      at += 2 + (jpeg[at + 2] & 0xff) * 256 + (jpeg[at + 3] & 0xff);
    }
    return at;
  }

  private static byte[] withBytesBetween(byte[] jpeg, Random random) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg, 0, 2);
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xda) {
      int next = at + 2 + (jpeg[at + 2] & 0xff) * 256 + (jpeg[at + 3] & 0xff);
      file.write(jpeg, at, next - at);
      for (int i = random.nextInt(20); i > 0; i--) {
        file.write(random.nextInt(0xff)); // any but the one that may begin a marker
      }
      at = next;
    }
    file.write(jpeg, at, jpeg.length - at);
    return file.toByteArray();
  }

  private static byte[] adobe(int transform) {
    byte[] content = Arrays.copyOf("Adobe\0d".getBytes(StandardCharsets.US_ASCII), 12);
    content[11] = (byte) transform;
    return content;
  }

  /** The first reader can't make sense of the file, so that the next is asked. */
  @Test
  void roomForAProfileIsNotMadeByWhatItsHeaderSays() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    ByteBuffer.wrap(profile).putInt(Integer.MAX_VALUE);
    byte[] file = withSegment(FILE, 0xe2, profileSegment(profile));
    for (int at = 0; at + 21 < file.length; at++) {
      if (file[at] == (byte) 0xff && file[at + 1] == (byte) 0xc4) {
        Arrays.fill(file, at + 5, at + 21, (byte) 255); // more codes than a table can have
      }
    }
    assertThatThrownBy(() -> decoded(file)).isInstanceOf(FoveaException.class);
    assertThat(Profile.isOf("RGB ", profile)).isFalse();
  }

  private static byte[] profileSegment(byte[] profile) {
    byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII);
    byte[] content = Arrays.copyOf(name, name.length + profile.length);
    System.arraycopy(profile, 0, content, name.length, profile.length);
    return content;
  }
}
