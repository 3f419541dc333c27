package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The six pixels ABC over DEF, stored with each orientation that EXIF knows. */
class OrientationTest {
  @ParameterizedTest
  @CsvSource({
    "1, ABC/DEF",
    "2, CBA/FED", // mirrored
    "3, FED/CBA", // upside down
    "4, DEF/ABC",
    "5, AD/BE/CF", // rows and columns exchanged
    "6, DA/EB/FC", // to be turned to the right
    "7, FC/EB/DA",
    "8, CF/BE/AD", // to be turned to the left
  })
  void everyOrientationIsPutUpright(int orientation, String expected) {
    byte[] png =
        ImageBytes.withChunk(encoded(letters(), "png"), "eXIf", ImageBytes.exifBlock(orientation));
    assertThat(text(ImageFile.decode("it", png))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 255})
  void anUnknownOrientationChangesNothing(int orientation) {
    byte[] png =
        ImageBytes.withChunk(encoded(letters(), "png"), "eXIf", ImageBytes.exifBlock(orientation));
    assertThat(text(ImageFile.decode("it", png))).isEqualTo("ABC/DEF");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void theEntryCountsThoughTheBlockEndsRightBehindIt(int missing) {
    byte[] block = Arrays.copyOf(ImageBytes.exifBlock(6), 8 + 2 + 12 + 4 - missing);
    byte[] png = ImageBytes.withChunk(encoded(letters(), "png"), "eXIf", block);
    assertThat(text(ImageFile.decode("it", png))).isEqualTo("DA/EB/FC");
  }

  /** Of a directory that says to have more entries than are there. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void theEntryIsFoundAmongOthersAsAnyKindOfNumber(int type) {
    ByteBuffer block = ByteBuffer.allocate(8 + 2 + 2 * 12).order(ByteOrder.LITTLE_ENDIAN);
    block.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 99);
    block.putShort((short) 0x10f).putShort((short) 2).putInt(500).putInt(1 << 30); // the maker
    block.putShort((short) 0x112).putShort((short) type).putInt(1).putInt(8);
    byte[] png = ImageBytes.withChunk(encoded(letters(), "png"), "eXIf", block.array());
    assertThat(text(ImageFile.decode("it", png))).isEqualTo("CF/BE/AD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "4d4d002a", "4d4d002affffffff", "4d4d002a7fffffff", "4d4d002a00000008"})
  void aBlockWithoutADirectoryChangesNothing(String hex) {
    byte[] block = HexFormat.of().parseHex(hex);
    byte[] png = ImageBytes.withChunk(encoded(letters(), "png"), "eXIf", block);
    assertThat(text(ImageFile.decode("it", png))).isEqualTo("ABC/DEF");
  }

  /** White on the left, black on the right; turned to the right, white is above. */
  @Test
  void aJpegIsTurned() {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillRect(0, 0, 16, 16);
    byte[] content = Arrays.copyOf("Exif\0\0".getBytes(StandardCharsets.US_ASCII), 32);
    System.arraycopy(ImageBytes.exifBlock(6), 0, content, 6, 26);
    Pixels pixels =
        ImageFile.decode("it", ImageBytes.withSegment(encoded(image, "jpeg"), 0xe1, content));
    assertThat(pixels.width()).isEqualTo(16);
    assertThat(pixels.height()).isEqualTo(32);
    assertThat(pixels.rgb()[3 * (2 * 16 + 8)] & 0xff).isGreaterThan(250);
    assertThat(pixels.rgb()[3 * (29 * 16 + 8)] & 0xff).isLessThan(5);
  }

  @Test
  void aWebpIsTurned() throws IOException {
    try (InputStream in = OrientationTest.class.getResourceAsStream("orientation-6.webp")) {
      Pixels pixels = ImageFile.decode("it", in.readAllBytes());
      assertThat(pixels.width()).isEqualTo(8);
      assertThat(pixels.height()).isEqualTo(12);
      // The stored lower left corner, green 30 * 7, comes to the upper left.
      assertThat(pixels.rgb()[1] & 0xff).isEqualTo(210);
    }
  }

  private static BufferedImage letters() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, 'A' + i);
    }
    return image;
  }

  private static String text(Pixels pixels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pixels.width() * pixels.height(); i++) {
      text.append(i > 0 && i % pixels.width() == 0 ? "/" : "")
          .append((char) pixels.rgb()[3 * i + 2]);
    }
    return text.toString();
  }
}
