package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files that would take a reader without end, or that it would take for something else. */
class RefusedTiffsTest {
  private static final int KIND_OF_PAGE = 254;
  private static final int COMPRESSION = 259;
  private static final int MAKE = 271;
  private static final int INNER_DIRECTORY = 330;
  private static final int JPEG_PLACE = 513;
  private static final int DNG_VERSION = 50_706;

  private static final String RAW =
      "that is a camera's raw file, of which only a thumbnail could be read; save it as JPEG, or take the camera's JPEG";

  private static final String DAMAGED = "that is damaged; copy or download it again";

  @Test
  void directoriesWithinDirectoriesArePassedOverHoweverDeep() {
    int start = TiffBytes.grey().put(INNER_DIRECTORY, 0).file().length;
    byte[] file = TiffBytes.grey().put(INNER_DIRECTORY, start).file();
    int deep = 10_000;
    ByteBuffer nested = ByteBuffer.allocate(start + 18 * deep).put(file);
    for (int i = 1; i <= deep; i++) { // one entry in each: tag, type, count and where the next is
      nested.putShort((short) 1).putShort((short) INNER_DIRECTORY).putShort((short) 4).putInt(1);
      nested.putInt(start + 18 * i).putInt(0);
    }
    assertThat(ImageFile.decode("it", nested.array()).rgb()).containsOnly(100);
  }

  @Test
  void entriesThatShareBytesAreNotCopiedOneByOne() {
    TiffBytes foreign = TiffBytes.grey();
    TiffBytes ofPicture = TiffBytes.grey();
    for (int i = 0; i < 100; i++) {
      foreign.point(50_000 + i, 0, 1000);
      ofPicture.point(400 + i, 0, 1000);
    }
    assertThat(ImageFile.decode("it", foreign.file()).rgb()).containsOnly(100);
    assertRefused(ofPicture.file(), DAMAGED);
  }

  @Test
  void aDirectoryThatIsCutShortIsSaidSo() {
    byte[] file = TiffBytes.grey().file();
    file[9] = (byte) 200; // entries
    assertRefused(file, "that is cut short; copy or download it again");
    ByteBuffer.wrap(file).putInt(4, 0);
    assertRefused(file, DAMAGED);
  }

  @Test
  void camerasRawFilesAreNotTakenForTheirThumbnails() {
    List<TiffBytes> files =
        List.of(
            TiffBytes.grey().put(KIND_OF_PAGE, 1).put(MAKE, 0), // as NEF and ARW have it
            TiffBytes.grey().put(INNER_DIRECTORY, 0).put(MAKE, 0),
            TiffBytes.grey().put(DNG_VERSION, 0x01040000));
    files.forEach(file -> assertRefused(file.file(), RAW));
    byte[] page = TiffBytes.grey().put(MAKE, 0).file();
    ByteBuffer cr2 = ByteBuffer.allocate(8 + page.length).put(page, 0, 4).putInt(16);
    cr2.put(new byte[] {'C', 'R', 2, 0, 0, 0, 0, 0}).put(page, 8, page.length - 8);
    assertRefused(cr2.array(), RAW);
  }

  @Test
  void aThumbnailIsNotTakenForTheImage() {
    assertRefused(
        TiffBytes.grey().put(KIND_OF_PAGE, 1).put(INNER_DIRECTORY, 0).file(),
        "whose first page is a thumbnail; save the large one alone");
  }

  @Test
  void photographsThatKeepWhatTheCameraSaidAreRead() {
    for (TiffBytes file :
        List.of(
            TiffBytes.grey().put(MAKE, 0),
            TiffBytes.grey().put(KIND_OF_PAGE, 1), // with no larger one in the file
            TiffBytes.grey().put(MAKE, 0).put(KIND_OF_PAGE, 2), // one of several pages
            TiffBytes.grey().put(INNER_DIRECTORY, 0))) {
      assertThat(ImageFile.decode("it", file.file()).rgb()).containsOnly(100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void aJpegInItIsRead(int compression) {
    byte[] jpeg = encoded(picture(40, 24, 1), "jpeg");
    byte[] file = jpegs(compression, 40, 24, jpeg);
    References.Difference found =
        References.Difference.between(ImageFile.decode("it", file), ImageFile.decode("it", jpeg));
    assertThat(found.mean()).isLessThan(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void aJpegInItMayNotBeLargerThanItSays(int compression) {
    byte[] jpeg = encoded(picture(64, 64, 1), "jpeg");
    String phrase = "of JPEGs that are larger than its strips or tiles; save it anew";
    assertRefused(jpegs(compression, 40, 64, jpeg), phrase);
    assertRefused(jpegs(compression, 64, 40, jpeg), phrase);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void aJpegInItMayHaveNoMoreScansThanOneAlone(int compression) {
    byte[] jpeg = ImageBytes.withScans(encoded(picture(16, 16, 1), "jpeg"), 101);
    assertRefused(
        jpegs(compression, 16, 16, jpeg),
        "of 101 scans, more than a picture of its size has; save it anew");
  }

  /** 2.6 billion pixels; the file holds the JPEG once. */
  @Test
  void scansOfAllJpegsInItAreCountedTogether() {
    byte[] jpeg = ImageBytes.withScans(encoded(picture(512, 512, 1), "jpeg"), 100);
    assertRefused(
        TiffBytes.ofJpeg(512, 512, jpeg, 100).file(),
        "of more scans than a picture of its size has; save it anew");
  }

  @Test
  void jpegsOfTheOldWayThatCantBeLookedAtAreRefused() {
    byte[] jpeg = encoded(picture(16, 16, 1), "jpeg");
    assertRefused(
        TiffBytes.ofJpeg(16, 16, jpeg, 1).put(COMPRESSION, 6).file(),
        "compressed in an old way that Fovea doesn't read; save it with LZW, or without compression");
  }

  /** A single strip, which in the old way is pointed to twice. */
  private static byte[] jpegs(int compression, int width, int height, byte[] jpeg) {
    TiffBytes tiff = TiffBytes.ofJpeg(width, height, jpeg, 1).put(COMPRESSION, compression);
    if (compression == 7) {
      return tiff.file();
    }
    return tiff.put(JPEG_PLACE, tiff.put(JPEG_PLACE, 0).file().length - jpeg.length).file();
  }

  private static void assertRefused(byte[] file, String phrase) {
    assertThatThrownBy(() -> ImageFile.decode("it", file))
        .isInstanceOf(FoveaException.class)
        .hasMessage("it: a TIFF image " + phrase);
  }
}
