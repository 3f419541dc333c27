package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What in a file makes its pixels, and what doesn't matter. */
class PngDecoderTest {
  private static final String DAMAGED =
      "it: a PNG image that is damaged; copy or download it again";
  private static final int BEHIND_HEADER = 8 + 25;

  /** Of chunks that say nothing about pixels, whatever they hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tEXt", "zTXt", "iTXt", "bKGD", "sBIT", "tIME", "cHRM", "gAMA", "sRGB", "iCCP", "sPLT",
        "hIST", "pHYs", "oFFs", "eXIf", "acTL", "foVa"
      })
  void aSideChunkIsNoReasonToRefuse(String type) {
    byte[] palette = encoded(palette(), "png");
    byte[] color = encoded(picture(20, 14, 1), "png");
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      byte[] content = new byte[seed == 0 ? 0 : random.nextInt(40)];
      random.nextBytes(content);
      for (byte[] file : new byte[][] {palette, color}) {
        assertThat(decoded(ImageBytes.withChunk(file, type, content)))
            .as("seed " + seed)
            .isEqualTo(decoded(file));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void theTransparentGreyIsWhite(int bits) {
    int greys = Math.min(1 << bits, 256);
    for (int clear = 0; clear < greys; clear += Math.max(1, greys / 16)) {
      byte[] row = new byte[1 + (greys * bits + 7) / 8];
      for (int grey = 0; grey < greys; grey++) {
        int at = grey * bits;
        row[1 + at / 8] |= (byte) (bits >= 8 ? grey : grey << (8 - bits - at % 8));
      }
      byte[] named =
          ByteBuffer.allocate(2).putShort((short) (bits == 16 ? clear << 8 : clear)).array();
      byte[] found = decoded(grey(bits, greys, named, row));
      for (int grey = 0; grey < greys; grey++) {
        int stored = bits == 16 ? (grey * 256 * 255 + 32767) / 65535 : 255 * grey / (greys - 1);
        int expected = grey == clear ? 255 : stored;
        assertThat(found[3 * grey] & 0xff).as(grey + " of " + bits + " bits").isEqualTo(expected);
      }
    }
  }

  /** As libpng and Pillow read it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void ofTheTransparentGreyOnlyTheBitsThatFitCount(int bits) {
    byte[] row = {0, 0, 0};
    byte[] high = {(byte) 0xff, (byte) (1 << bits)};
    assertThat(decoded(grey(bits, 2, high, row))).containsOnly(255);
  }

  @Test
  void theDataMayBeCutAnywhereAndHaveOthersBetween() {
    byte[] file = encoded(picture(40, 28, 1), "png");
    int length = ByteBuffer.wrap(file).getInt(BEHIND_HEADER);
    byte[] data = Arrays.copyOfRange(file, BEHIND_HEADER + 8, BEHIND_HEADER + 8 + length);
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream cut = new ByteArrayOutputStream();
      cut.write(file, 0, BEHIND_HEADER);
      for (int at = 0; at < data.length; ) {
        int next = Math.min(data.length, at + random.nextInt(200));
        cut.writeBytes(ImageBytes.chunk("IDAT", Arrays.copyOfRange(data, at, next)));
        cut.writeBytes(ImageBytes.chunk("tEXt", new byte[random.nextInt(3)]));
        at = next;
      }
      cut.writeBytes(ImageBytes.chunk("IEND", new byte[0]));
      assertThat(decoded(cut.toByteArray())).as("seed " + seed).isEqualTo(decoded(file));
    }
  }

  /** The pixels have a checksum of their own: one of the two is enough. */
  @Test
  void aWrongChecksumOfSoundDataIsNoReasonToRefuse() {
    byte[] file = encoded(picture(40, 28, 1), "png");
    byte[] wrong = file.clone();
    wrong[wrong.length - 13] ^= 1;
    assertThat(decoded(wrong)).isEqualTo(decoded(file));
    for (int missing = 1; missing <= 12; missing++) {
      byte[] endless = Arrays.copyOf(file, file.length - missing);
      assertThat(decoded(endless)).as(missing + " bytes").isEqualTo(decoded(file));
    }
  }

  /** Each would be another picture, or other colours, without a word. */
  @Test
  void flippedBitsInWhatMakesThePixelsAreFound() {
    byte[] file = encoded(palette(), "png");
    for (int at = 16; at < file.length; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= 4;
      try {
        assertThat(Arrays.equals(decoded(flipped), decoded(file))).as("byte " + at).isTrue();
      } catch (FoveaException e) {
        assertThat(e).hasMessageStartingWith("it: a PNG image that is");
      }
    }
  }

  @Test
  void headersWithoutDataAreDamaged() {
    byte[] file = Arrays.copyOf(encoded(picture(4, 4, 1), "png"), BEHIND_HEADER + 12);
    byte[] end = ImageBytes.chunk("IEND", new byte[0]);
    System.arraycopy(end, 0, file, BEHIND_HEADER, end.length);
    assertThatThrownBy(() -> decoded(file)).hasMessage(DAMAGED);
  }

  private static BufferedImage palette() {
    byte[] ramp = {0, 90, (byte) 180, (byte) 250};
    byte[] other = {50, 10, 99, 7};
    IndexColorModel model = new IndexColorModel(2, 4, ramp, other, ramp);
    BufferedImage image = new BufferedImage(20, 14, BufferedImage.TYPE_BYTE_BINARY, model);
    for (int i = 0; i < 280; i++) {
      image.getRaster().setSample(i % 20, i / 20, 0, i * i % 4);
    }
    return image;
  }

  /** One row of grey. */
  private static byte[] grey(int bits, int width, byte[] clear, byte[] row) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(encoded(picture(1, 1, 1), "png"), 0, 8);
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(1).put((byte) bits).array();
    file.writeBytes(ImageBytes.chunk("IHDR", header));
    file.writeBytes(ImageBytes.chunk("tRNS", clear));
    Deflater deflater = new Deflater();
    deflater.setInput(row);
    deflater.finish();
    byte[] data = new byte[1000];
    file.writeBytes(ImageBytes.chunk("IDAT", Arrays.copyOf(data, deflater.deflate(data))));
    deflater.end();
    file.writeBytes(ImageBytes.chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  private static byte[] decoded(byte[] file) {
    return ImageFile.decode("it", file).rgb();
  }
}
