package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first picture, where it lies on its canvas. */
class GifDecoderTest {
  private static final byte[] FILE = encoded(picture(24, 16, 1), "gif");
  private static final int CANVAS = 6;

  @ParameterizedTest
  @CsvSource({
    "24, 16, 0, 0, 24, 16",
    "60, 40, 20, 10, 60, 40",
    "60, 40, 36, 24, 60, 40",
    "30, 20, 10, 10, 34, 26", // beyond the canvas, which grows
    "10, 8, 0, 0, 24, 16",
    "0, 0, 3, 2, 27, 18",
  })
  void thePictureLiesAtItsPlaceAndWhiteAroundIt(
      int canvasWidth, int canvasHeight, int left, int top, int width, int height) {
    Pixels alone = ImageFile.decode("it", FILE);
    Pixels whole = ImageFile.decode("it", placed(canvasWidth, canvasHeight, left, top));
    assertThat(whole.width()).isEqualTo(width);
    assertThat(whole.height()).isEqualTo(height);
    byte[] expected = new byte[3 * width * height];
    Arrays.fill(expected, (byte) 255);
    for (int y = 0; y < 16; y++) {
      System.arraycopy(alone.rgb(), 3 * 24 * y, expected, 3 * ((top + y) * width + left), 3 * 24);
    }
    assertThat(whole.rgb()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"65535, 65535, 0, 0", "0, 0, 65000, 65000"})
  void aHugeCanvasIsRefusedBeforeItsMemoryIsTaken(
      int canvasWidth, int canvasHeight, int left, int top) {
    assertThatThrownBy(() -> ImageFile.decode("it", placed(canvasWidth, canvasHeight, left, top)))
        .hasMessageContaining("expected at most 100,000,000");
  }

  @Test
  void dataThatEndEarlyAreRefusedAndLaterDamageIsNot() {
    int data = FILE.length - 60;
    for (int length = descriptor(); length < data; length += 7) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertThatThrownBy(() -> ImageFile.decode("it", cut))
          .hasMessage("it: a GIF image that is damaged; copy or download it again");
    }
    byte[] withoutTrailer = Arrays.copyOf(FILE, FILE.length - 1);
    byte[] longer = Arrays.copyOf(FILE, FILE.length + 99);
    longer[FILE.length - 1] = 0x2c; // a second picture that is damaged
    byte[] expected = ImageFile.decode("it", FILE).rgb();
    assertThat(ImageFile.decode("it", withoutTrailer).rgb()).isEqualTo(expected);
    assertThat(ImageFile.decode("it", longer).rgb()).isEqualTo(expected);
  }

  /** Codes of nine bits and a table that is cleared before they would need ten. */
  @Test
  void dataInBlocksOfAnyLengthAreJoined() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      byte[] pixels = new byte[20 * 15];
      random.nextBytes(pixels);
      byte[] expected = new byte[3 * pixels.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = pixels[i / 3]; // without a palette, numbers are greys
      }
      byte[] file = uncompressed(20, 15, pixels, random);
      assertThat(ImageFile.decode("it", file).rgb()).as("seed " + seed).isEqualTo(expected);
    }
  }

  private static byte[] placed(int canvasWidth, int canvasHeight, int left, int top) {
    byte[] file = FILE.clone();
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(CANVAS, (short) canvasWidth)
        .putShort(CANVAS + 2, (short) canvasHeight)
        .putShort(descriptor() + 1, (short) left)
        .putShort(descriptor() + 3, (short) top);
    return file;
  }

  /** Where the descriptor of the first picture begins, behind palette and extensions. */
  private static int descriptor() {
    int at = 13 + 3 * (2 << (FILE[10] & 7));
    while (FILE[at] == 0x21) {
      at += 2;
      while (FILE[at] != 0) {
        at += 1 + (FILE[at] & 0xff);
      }
      at++;
    }
    assertThat(FILE[at]).isEqualTo((byte) 0x2c);
    return at;
  }

  private static byte[] uncompressed(int width, int height, byte[] pixels, Random random) {
    ByteBuffer codes = ByteBuffer.allocate(2 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    long bits = 0;
    int filled = 0;
    for (int i = 0; i < pixels.length; i++) {
      int[] next = i % 100 == 0 ? new int[] {256, pixels[i] & 0xff} : new int[] {pixels[i] & 0xff};
      for (int code : next) {
        bits |= (long) code << filled;
        for (filled += 9; filled >= 8; filled -= 8, bits >>= 8) {
          codes.put((byte) bits);
        }
      }
    }
    byte[] data = codes.put((byte) bits).array();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(FILE, 0, 6);
    file.writeBytes(new byte[] {(byte) width, 0, (byte) height, 0, 0, 0, 0});
    file.writeBytes(new byte[] {0x2c, 0, 0, 0, 0, (byte) width, 0, (byte) height, 0, 0, 8});
    for (int at = 0; at < codes.position(); ) {
      int length = Math.min(codes.position() - at, 1 + random.nextInt(255));
      file.write(length);
      file.write(data, at, length);
      at += length;
    }
    file.writeBytes(new byte[] {0, 0x3b});
    return file.toByteArray();
  }
}
