package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedImagesTest {
  private static final String EXPECTED =
      ", expected a JPEG, PNG, BMP, GIF, WebP, TIFF or PNM image";

  @TempDir Path folder;

  @Test
  void aTextFileNamedAsAnImageIsSaidToBeText() throws IOException {
    assertRefused(file("cat.jpg", "BMW makes cars, häufig\n"), ": text, not an image" + EXPECTED);
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() throws IOException {
    assertRefused(file("cat.jpg", ""), ": an empty file" + EXPECTED);
  }

  @Test
  void aFailedDownloadIsSaidToBeAWebPage() throws IOException {
    assertRefused(
        file("cat.png", "<!DOCTYPE HTML>\n<title>404</title>"),
        ": a web page (HTML), not an image" + EXPECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "25504446 2d312e37, 'a PDF document, not an image'",
    "00000000 00000000, of no format that is known here"
  })
  void otherFormatsAreCalledByTheirName(String hex, String name) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> ImageFile.decode("it", bytes))
        .isInstanceOf(FoveaException.class)
        .hasMessage("it: " + name + EXPECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "00000018 66747970 68656963 00000000 6d696631 68656963, a HEIC image, heic",
    "00000014 66747970 6d696631 00000000 6d696631, a HEIF image, heif",
    "00000018 66747970 61766966 00000000 6d696631 61766966, an AVIF image, avif",
    "0000000c 6a502020 0d0a870a, a JPEG 2000 image, jp2",
    "ff4fff51 002f0000, a JPEG 2000 image, jp2",
    "ff0a0000, a JPEG XL image, jxl",
    "0000000c 4a584c20 0d0a870a, a JPEG XL image, jxl",
    "38425053 00010000, a Photoshop image, psd",
    "3c737667 3e3c2f73 76673e0a, an SVG drawing, svg"
  })
  void imagesThatArentReadComeWithAWayToConvertThem(String hex, String name, String extension) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> ImageFile.decode("it", bytes))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "it: "
                + name
                + ", which Fovea doesn't read; save it as PNG or JPEG, for instance by ImageMagick:"
                + " mogrify -format png *."
                + extension);
  }

  @ParameterizedTest
  @CsvSource({"jpeg, a JPEG image", "png, a PNG image"})
  void aFileCutShortIsRefused(String format, String kind) {
    byte[] whole = encoded(picture(64, 64, 1), format);
    for (int length : new int[] {whole.length / 5, whole.length / 2, whole.length - 13}) {
      assertThatThrownBy(() -> ImageFile.decode("it", Arrays.copyOf(whole, length)))
          .isInstanceOf(FoveaException.class)
          .hasMessage("it: " + kind + " that is cut short; copy or download it again");
    }
  }

  /** The end of the small image in the EXIF block must not be taken for the end of the file. */
  @Test
  void aJpegWithAThumbnailCutShortIsRefused() {
    byte[] thumbnail = encoded(picture(16, 16, 2), "jpeg");
    byte[] whole = ImageBytes.withSegment(encoded(picture(64, 64, 1), "jpeg"), 0xe1, thumbnail);
    assertThat(ImageFile.decode("it", whole).width()).isEqualTo(64);
    assertThatThrownBy(() -> ImageFile.decode("it", Arrays.copyOf(whole, whole.length - 100)))
        .hasMessageContaining("cut short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bmp", "gif"})
  void otherFormatsCutShortAreRefusedToo(String format) {
    byte[] whole = encoded(picture(64, 64, 1), format);
    assertThatThrownBy(() -> ImageFile.decode("it", Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOf(FoveaException.class)
        .hasMessageEndingWith("image that is damaged; copy or download it again");
  }

  @Test
  void aWebpCutShortIsRefused() throws IOException {
    try (InputStream in = RefusedImagesTest.class.getResourceAsStream("two-pictures.webp")) {
      byte[] whole = in.readAllBytes();
      assertThatThrownBy(() -> ImageFile.decode("it", Arrays.copyOf(whole, whole.length - 4)))
          .hasMessage("it: a WebP image that is cut short; copy or download it again");
    }
  }

  /** 70 bytes that claim to be 1.2 gigabytes. */
  @Test
  void anImageOfTooManyPixelsIsRefusedBeforeItsMemoryIsTaken() {
    byte[] bomb = resized(encoded(picture(1, 1, 1), "png"), 20_000, 20_001);
    assertThatThrownBy(() -> ImageFile.decode("it", bomb))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "it: 20000 x 20001 pixels, expected at most 100,000,000 in all; scale it down first");
  }

  /** Each of them would take a reader as long as the whole picture. */
  @Test
  void aJpegOfMoreScansThanAnybodyMakesIsRefusedUndecoded() {
    byte[] many = ImageBytes.withScans(encoded(picture(16, 16, 1), "jpeg"), 101);
    assertThatThrownBy(() -> ImageFile.decode("it", many))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "it: a JPEG image of 101 scans, more than a picture of its size has; save it anew");
  }

  /** A few bytes may inflate to any number, which is no way to find out whether they are sound. */
  @Test
  void aPngThatInflatesToMoreThanItsPictureIsReadNoFurther() throws IOException {
    byte[] small = encoded(picture(8, 8, 1), "png");
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
      deflater.write(new byte[10_000]);
    }
    byte[] data = ImageBytes.chunk("IDAT", compressed.toByteArray());
    byte[] end = ImageBytes.chunk("IEND", new byte[0]);
    ByteBuffer file = ByteBuffer.allocate(33 + data.length + end.length);
    byte[] png = file.put(small, 0, 33).put(data).put(end).array();
    assertThat(ImageFile.decode("it", png).width()).isEqualTo(8);
    png[33 + data.length - 1] ^= 1; // its checksum
    assertThatThrownBy(() -> ImageFile.decode("it", png))
        .hasMessage("it: a PNG image that is damaged; copy or download it again");
    assertThatThrownBy(() -> ImageFile.decode("it", Arrays.copyOf(png, png.length - 13)))
        .hasMessage("it: a PNG image that is cut short; copy or download it again");
  }

  /** The tests run with 1 GB, of which decoding 9,000 x 10,000 pixels would take all. */
  @Test
  void anImageThatMemoryCantHoldIsRefusedWithWhatToDo() {
    byte[] large = resized(encoded(picture(1, 1, 1), "png"), 9_000, 10_000);
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    assumeTrue(heap < 2000, "run with 2 GB or more");
    assertThatThrownBy(() -> ImageFile.decode("it", large))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "it: decoding 9000 x 10000 pixels takes 1029 MB, more than half of what Java may use ("
                + heap
                + " MB); give it more by -Xmx, or scale the image down");
  }

  @Test
  void aFileOfTooManyBytesIsRefusedUnread() throws IOException {
    Path file = folder.resolve("large.png");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(ImageFile.MAX_BYTES + 1);
    }
    assertRefused(file, ": 268,435,457 bytes, expected at most 268,435,456");
  }

  @Test
  void whatIsNoFileIsRefused() throws Exception {
    assertRefused(folder, ": a folder" + EXPECTED);
    assertRefused(folder.resolve("no.jpg"), ": no such file" + EXPECTED);
    Path device = Path.of("/dev/zero"); // as endless as a pipe would be
    assumeTrue(Files.exists(device), "no /dev/zero here");
    assertRefused(device, ": not a regular file" + EXPECTED);
  }

  @Test
  void imagesAreToldFromOtherFilesByTheirBeginning() throws IOException {
    Path image = folder.resolve("no-extension");
    Files.write(image, encoded(picture(4, 4, 1), "gif"));
    assertThat(ImageFile.isImage(image)).isTrue();
    assertThat(ImageFile.isImage(file("scan.tif", "II*\0"))).isTrue();
    assertThat(ImageFile.isImage(file("notes.txt", "GIF is a format"))).isFalse();
    assertThat(ImageFile.isImage(folder)).isFalse();
    assertThat(ImageFile.isImage(folder.resolve("none"))).isFalse();
  }

  /** Whatever is in a file, it is decoded or refused in one line, never anything else. */
  @Test
  void damageNeverEndsInAnotherException() throws IOException {
    byte[][] whole = {
      ImageBytes.withSegment(encoded(picture(24, 16, 1), "jpeg"), 0xe1, ImageBytes.exifSegment(6)),
      ImageBytes.withChunk(encoded(picture(24, 16, 1), "png"), "eXIf", ImageBytes.exifBlock(6)),
      encoded(picture(24, 16, 1), "bmp"),
      encoded(picture(24, 16, 1), "gif"),
    };
    int decoded = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] file = whole[seed % whole.length].clone();
      int from = seed % 3 == 0 ? 0 : Math.min(file.length - 1, 120); // the header, or what follows
      for (int i = 0; i <= random.nextInt(6); i++) {
        file[from == 0 ? random.nextInt(120) : from + random.nextInt(file.length - from)] =
            (byte) random.nextInt(256);
      }
      try {
        Pixels unused = ImageFile.decode("it", file);
        decoded++;
      } catch (FoveaException e) {
        assertThat(e).as("seed " + seed).hasMessageStartingWith("it: ");
        assertThat(e.getMessage()).as("seed " + seed).matches("[\\x20-\\x7e]+");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(decoded).as("of 2000, some decoded and some refused").isBetween(20, 1980);
  }

  @Test
  void anImageThatTakesAllMemoryIsSaidToInASentence() throws IOException {
    Path file = folder.resolve("cat.png");
    Files.write(file, encoded(picture(4, 4, 1), "png"));
    assertThatThrownBy(
            () ->
                ImageFile.decode(
                    file,
                    image -> {
                      throw new OutOfMemoryError("none is really taken");
                    }))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            file
                + ": a PNG image that takes more memory to decode than Java may use; give it more by"
                + " -Xmx, or save it as a smaller PNG");
  }

  /** Of every kind that other programs write. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "bmp"})
  void damageOfAnyKindOfFileIsSaidInWords(String format) throws IOException {
    int decoded = 0;
    int refused = 0;
    for (Path path : References.in(format)) {
      byte[] whole = Files.readAllBytes(path);
      for (int seed = 0; seed < 4; seed++) {
        Random random = new Random(seed);
        byte[] file =
            Arrays.copyOf(whole, whole.length - seed % 2 * random.nextInt(whole.length / 2));
        for (int i = 0; i <= random.nextInt(6); i++) {
          file[4 + random.nextInt(file.length - 4)] = (byte) random.nextInt(256);
        }
        try {
          Pixels unused = ImageFile.decode("it", file);
          decoded++;
        } catch (FoveaException e) {
          refused++;
          assertThat(e.getMessage())
              .as(path + ", seed " + seed)
              .matches("it: [\\x20-\\x7e]+")
              .doesNotContain("Exception", "Error", "chunk", "segment");
        } catch (RuntimeException e) {
          throw new AssertionError(path + ", seed " + seed, e);
        }
      }
    }
    // A PNG file's checksums let hardly any damage through.
    assertThat(decoded).as("decoded").isPositive();
    assertThat(refused).as("refused").isGreaterThan(5);
  }

  /** The file with another size in its header. */
  private static byte[] resized(byte[] png, int width, int height) {
    byte[] header = Arrays.copyOfRange(png, 16, 29);
    ByteBuffer.wrap(header).putInt(width).putInt(height);
    byte[] file = png.clone();
    byte[] chunk = ImageBytes.chunk("IHDR", header);
    System.arraycopy(chunk, 0, file, 8, chunk.length);
    return file;
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> ImageFile.decode(file))
        .isInstanceOf(FoveaException.class)
        .hasMessage(file + message);
  }
}
