package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BMP whose headers say less than the truth, and pixels by runs and masks. */
class BmpDecoderTest {
  private static final byte[] FILE = encoded(picture(45, 31, 1), "bmp");
  private static final int FILE_SIZE = 2;
  private static final int BITS = 28;
  private static final int IMAGE_SIZE = 34;
  private static final int IMPORTANT = 50;

  @ParameterizedTest
  @ValueSource(ints = {FILE_SIZE, 6, IMAGE_SIZE, 38, 42, IMPORTANT})
  void sizesAndOtherFieldsThatNoPixelNeedsMayBeWrong(int field) {
    for (int value : new int[] {0, 1, 1000, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThat(decoded(with(FILE, field, value)))
          .as("%d at %d", value, field)
          .isEqualTo(decoded(FILE));
    }
  }

  @Test
  void anyMasksAreScaledToTheirWholeRange() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int[] masks = new int[3];
      int shift = 0;
      for (int c = 0; c < 3; c++) {
        int bits = 1 + random.nextInt(10);
        masks[c] = ((1 << bits) - 1) << shift;
        shift += bits;
      }
      int pixel = random.nextInt();
      ByteBuffer file = masked(masks).putInt(66, pixel);
      byte[] rgb = decoded(file.array());
      for (int c = 0; c < 3; c++) {
        double share =
            Integer.toUnsignedLong(pixel & masks[c]) / (double) Integer.toUnsignedLong(masks[c]);
        assertThat(rgb[c] & 0xff).as("seed " + seed).isEqualTo((int) Math.round(255 * share));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void runsAndLiteralsAreTheSameAsRows(int bits) {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(40);
      int height = 1 + random.nextInt(6);
      byte[] indexes = new byte[width * height];
      for (int i = 0; i < indexes.length; i++) {
        boolean same = i > 0 && random.nextInt(3) > 0;
        indexes[i] = (byte) (same ? indexes[i - 1] : random.nextInt(1 << bits));
      }
      byte[] plain = decoded(palette(width, height, 8, 0, rows(indexes, width)));
      byte[] runs =
          decoded(
              palette(width, height, bits, bits == 8 ? 1 : 2, runs(indexes, width, bits, random)));
      assertThat(runs).as("seed " + seed).isEqualTo(plain);
    }
  }

  @Test
  void aFileCutShortIsRefusedWhereverItIsCut() {
    for (int length = FILE.length - 1 - 45 % 4; length > 60; length -= 97) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertThatThrownBy(() -> decoded(cut))
          .hasMessage("it: a BMP image that is damaged; copy or download it again");
    }
  }

  @Test
  void pixelsOfUnknownKindsAreCalledSo() {
    assertThatThrownBy(() -> decoded(with(FILE, BITS, 64)))
        .hasMessage(
            "it: a BMP image of 64 bits a pixel, expected 1, 2, 4, 8, 16, 24 or 32; save it as"
                + " PNG");
  }

  @ParameterizedTest
  @CsvSource({"jpeg, 4", "png, 5"})
  void anImageWithinIsAsLargeAsItSaysItself(String format, int compression) throws IOException {
    byte[] within = encoded(picture(20, 10, 1), format);
    ByteBuffer file = ByteBuffer.allocate(54 + within.length).order(ByteOrder.LITTLE_ENDIAN);
    header(file, 1, 1, 24, compression, 54);
    file.put(within);
    List<ImageSize> told = new ArrayList<>();
    Pixels pixels =
        new BmpDecoder()
            .decode(file.array(), (width, height) -> told.add(new ImageSize(width, height)))
            .pixels();
    assertThat(told).isNotEmpty().containsOnly(new ImageSize(20, 10));
    assertThat(pixels.rgb()).isEqualTo(decoded(within));
  }

  private static byte[] decoded(byte[] file) {
    return ImageFile.decode("it", file).rgb();
  }

  private static byte[] with(byte[] bmp, int field, int value) {
    byte[] file = bmp.clone();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(field, value);
    return file;
  }

  /** A pixel of 32 bits. */
  private static ByteBuffer masked(int[] masks) {
    ByteBuffer file = ByteBuffer.allocate(70).order(ByteOrder.LITTLE_ENDIAN);
    header(file, 1, 1, 32, 3, 66);
    file.putInt(masks[0]).putInt(masks[1]).putInt(masks[2]);
    return file;
  }

  private static byte[] palette(int width, int height, int bits, int compression, byte[] pixels) {
    int colors = 1 << bits;
    int start = 54 + 4 * colors;
    ByteBuffer file = ByteBuffer.allocate(start + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    header(file, width, height, bits, compression, start);
    for (int i = 0; i < colors; i++) {
      file.putInt(i * 0x30711);
    }
    return file.put(pixels).array();
  }

  private static void header(
      ByteBuffer file, int width, int height, int bits, int compression, int start) {
    file.put((byte) 'B').put((byte) 'M').putInt(0).putInt(0).putInt(start).putInt(40);
    file.putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    file.putInt(compression).position(54);
  }

  private static byte[] rows(byte[] indexes, int width) {
    int stride = (width + 3) / 4 * 4;
    byte[] rows = new byte[indexes.length / width * stride];
    for (int i = 0; i < indexes.length; i++) {
      rows[i / width * stride + i % width] = indexes[i];
    }
    return rows;
  }

  private static byte[] runs(byte[] indexes, int width, int bits, Random random) {
    ByteBuffer out = ByteBuffer.allocate(10 + 6 * indexes.length);
    for (int row = 0; row < indexes.length; row += width) {
      for (int x = 0; x < width; ) {
        int literal = Math.min(width - x, 3 + random.nextInt(9));
        if (literal >= 3 && random.nextBoolean()) {
          out.put((byte) 0).put((byte) literal);
          int start = out.position();
          for (int i = 0; i < literal; i += bits == 8 ? 1 : 2) {
            int first = indexes[row + x + i];
            int second = i + 1 < literal ? indexes[row + x + i + 1] : 0;
            out.put((byte) (bits == 8 ? first : first << 4 | second));
          }
          out.position(out.position() + (out.position() - start) % 2);
          x += literal;
        } else {
          int length = 1;
          while (x + length < width && indexes[row + x + length] == indexes[row + x]) {
            length++;
          }
          int value = indexes[row + x];
          out.put((byte) length).put((byte) (bits == 8 ? value : value << 4 | value));
          x += length;
        }
      }
      out.putShort((short) 0); // the end of the row
    }
    return Arrays.copyOf(out.put((byte) 0).put((byte) 1).array(), out.position());
  }
}
