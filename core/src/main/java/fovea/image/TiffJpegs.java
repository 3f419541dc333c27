package fovea.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import fovea.image.Decoder.Unreadable;
import java.io.IOException;
import java.util.Arrays;

/**
 * The JPEG files that are the strips or tiles of a TIFF. Its reader hands each on to another, which
 * goes by the size and the scans that the JPEG has, whatever the TIFF says.
 */
final class TiffJpegs {
  private static final int OLD = 6;
  private static final int NEW = 7;

  /** By so much a JPEG may be wider and higher than its strip or tile: it ends with a block. */
  private static final int PADDING = 16;

  /** A tile that is larger than the image is no larger than this. */
  private static final int LARGE_TILE = 4096;

  /** What beginning with another JPEG takes a reader, in pixels. */
  private static final long LEAST_PIXELS = 4096;

  /** Of all together, which may be the same bytes. */
  private static final long MOST_BYTES = ImageFile.MAX_BYTES;

  /** As much as the reader takes for one where the TIFF doesn't say. */
  private static final long UNSAID = Short.MAX_VALUE;

  private final byte[] file;
  private final TiffPage page;
  private final long[] offsets;

  /** Empty where the reader doesn't believe what the TIFF says. */
  private final long[] lengths;

  private final long mostColumns;
  private final long mostRows;

  private TiffJpegs(byte[] file, TiffPage page) {
    this.file = file;
    this.page = page;
    boolean tiled = page.has(TIFF.TAG_TILE_OFFSETS);
    offsets = page.numbers(tiled ? TIFF.TAG_TILE_OFFSETS : TIFF.TAG_STRIP_OFFSETS);
    long[] said = page.numbers(tiled ? TIFF.TAG_TILE_BYTE_COUNTS : TIFF.TAG_STRIP_BYTE_COUNTS);
    lengths = Arrays.stream(said).anyMatch(length -> length <= 0) ? new long[0] : said;
    int width = (int) page.first(TIFF.TAG_IMAGE_WIDTH); // as the reader has it
    int height = (int) page.first(TIFF.TAG_IMAGE_HEIGHT);
    long rows = Math.min(height, firstOr(height, page, TIFF.TAG_ROWS_PER_STRIP));
    mostColumns = most(firstOr(width, page, TIFF.TAG_TILE_WIDTH), width);
    mostRows = most(firstOr(rows, page, TIFF.TAG_TILE_HEIGTH), height);
  }

  private static long firstOr(long otherwise, TiffPage page, int tag) {
    return page.has(tag) ? page.first(tag) : otherwise;
  }

  private static long most(long inPart, int inImage) {
    return PADDING + Math.min(inPart, Math.max(inImage, LARGE_TILE));
  }

  /**
   * Looks at the JPEG files, if there are any.
   *
   * @throws Unreadable if one is larger than its strip or tile, or they have more scans than
   *     anybody makes
   * @throws IOException if one isn't there
   */
  static void check(byte[] file, TiffPage page) throws IOException {
    long compression = page.first(TIFF.TAG_COMPRESSION);
    if (compression == OLD) {
      new TiffJpegs(file, page).checkSingle();
    } else if (compression == NEW) {
      new TiffJpegs(file, page).checkAll();
    }
  }

  /** Programs disagree about all but a whole JPEG that is the only strip. */
  private void checkSingle() throws IOException {
    long place = page.first(TIFF.TAG_JPEG_INTERCHANGE_FORMAT);
    if (place <= 0 || offsets.length != 1 || offsets[0] != place) {
      throw new Unreadable(
          "compressed in an old way that Fovea doesn't read; save it with LZW, or without compression");
    }
    long said = page.first(TIFF.TAG_JPEG_INTERCHANGE_FORMAT_LENGTH);
    checkSize(jpeg(place, lengths.length == 0 ? file.length : Math.max(lengths[0], said)));
  }

  private void checkAll() throws IOException {
    long bytes = 0;
    long pixels = 0;
    for (int i = 0; i < offsets.length; i++) {
      long length = lengths.length == 0 ? UNSAID : lengths[i];
      JpegFile jpeg = jpeg(offsets[i], length);
      checkSize(jpeg);
      bytes += length;
      pixels += jpeg.scans() * Math.max(LEAST_PIXELS, jpeg.pixels());
      if (bytes > MOST_BYTES || pixels > JpegFile.MAX_SCANNED_PIXELS) {
        throw new Unreadable("of more scans than a picture of its size has; save it anew");
      }
    }
  }

  private JpegFile jpeg(long place, long length) throws IOException {
    if (place < 0 || place >= file.length) {
      throw Unreadable.cutShort();
    }
    int end = (int) (place + Math.min(length, file.length - place));
    return JpegFile.within(Arrays.copyOfRange(file, (int) place, end));
  }

  private void checkSize(JpegFile jpeg) throws Unreadable {
    if (jpeg.width() > mostColumns || jpeg.height() > mostRows) {
      throw new Unreadable("of JPEGs that are larger than its strips or tiles; save it anew");
    }
  }
}
