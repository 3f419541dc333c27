package fovea.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** TIFF and BigTIFF, of several pages the first. */
final class TiffDecoder implements Decoder {
  private static final int MOST_CHANNELS = 16;

  /** Height and width; those of real files are some hundreds of pixels. */
  private static final int MOST_IN_TILE = 65_536;

  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int YCBCR = 6;
  private static final int APART = 2;

  /** None, fax, LZW, JPEG, Deflate, PackBits, Deflate again. */
  private static final Set<Long> COMPRESSIONS =
      Set.of(1L, 2L, 3L, 4L, 5L, (long) OLD_JPEG, (long) JPEG, 8L, 32_773L, 32_946L);

  private static final int ASSOCIATED_ALPHA = 1;

  private static final Set<Long> UNSIGNED = Set.of(1L, 4L); // 4: not said

  /** Narrower first pages of photographs with more in them are thumbnails. */
  private static final int THUMBNAIL = 1000;

  /** Bit of what kind of page it is. */
  private static final int REDUCED = 1;

  private static final int DNG_VERSION = 50_706;

  @Override
  public Decoded decode(byte[] bytes, SizeLimit limit) throws IOException {
    TiffFile whole = TiffFile.of(bytes);
    byte[] file = whole.normalised();
    TiffPage page = TiffPage.of(file);
    checkThumbnail(whole, page);
    checkSamples(page);
    checkPlanes(page);
    checkChannels(page);
    checkTiles(page);
    checkLength(page, file.length);
    TiffJpegs.check(file, page);
    BufferedImage image = withItsAlpha(page, Readers.read(Readers.TIFF, file, limit));
    Pixels stored = Rgb.of(image);
    byte[] rgb =
        Profile.toSrgb(
            stored.rgb(), stored.width(), stored.height(), page.bytes(TIFF.TAG_ICC_PROFILE));
    return new Decoded(
        new Pixels(stored.width(), stored.height(), rgb),
        Orientation.of(page.first(TIFF.TAG_ORIENTATION)));
  }

  /** The reader forgets of 8-bit colours that they were multiplied by their opacity. */
  private static BufferedImage withItsAlpha(TiffPage page, BufferedImage image) {
    ColorModel model = image.getColorModel();
    long[] extra = page.numbers(TIFF.TAG_EXTRA_SAMPLES);
    if (extra.length == 0
        || extra[0] != ASSOCIATED_ALPHA
        || !model.hasAlpha()
        || model.isAlphaPremultiplied()
        || !(model instanceof ComponentColorModel)) {
      return image;
    }
    ComponentColorModel premultiplied =
        new ComponentColorModel(
            model.getColorSpace(), true, true, model.getTransparency(), model.getTransferType());
    return new BufferedImage(premultiplied, image.getRaster(), true, null);
  }

  /** Of a camera's raw file the first page isn't the photograph. */
  private static void checkThumbnail(TiffFile whole, TiffPage page) throws Unreadable {
    boolean camera = whole.has(TIFF.TAG_MAKE);
    boolean reduced = (page.first(TIFF.TAG_SUBFILE_TYPE) & REDUCED) != 0;
    boolean beforeLarger =
        whole.has(TIFF.TAG_SUB_IFD) && page.first(TIFF.TAG_IMAGE_WIDTH) < THUMBNAIL;
    boolean raw = reduced || beforeLarger || whole.isCanonRaw();
    if (whole.has(DNG_VERSION) || (camera && raw)) {
      throw new Unreadable(
          "that is a camera's raw file, of which only a thumbnail could be read; save it as JPEG, or take the camera's JPEG");
    }
    if (reduced && whole.hasMore()) {
      throw new Unreadable("whose first page is a thumbnail; save the large one alone");
    }
  }

  private static void checkSamples(TiffPage page) throws Unreadable {
    if (!Arrays.stream(page.numbers(TIFF.TAG_COMPRESSION)).allMatch(COMPRESSIONS::contains)) {
      throw new Unreadable(
          "compressed in a way that Fovea doesn't read; save it with LZW, or without compression");
    }
    if (!Arrays.stream(page.numbers(TIFF.TAG_SAMPLE_FORMAT)).allMatch(UNSIGNED::contains)
        || Arrays.stream(page.numbers(TIFF.TAG_BITS_PER_SAMPLE)).anyMatch(bits -> bits > 16)) {
      throw new Unreadable(
          "whose samples aren't whole numbers of at most 16 bits; save it with 8 or 16 bits a sample");
    }
  }

  /** Of these the reader makes other colours, or nothing. */
  private static void checkPlanes(TiffPage page) throws Unreadable {
    if (page.first(TIFF.TAG_PLANAR_CONFIGURATION) == APART
        && (page.first(TIFF.TAG_COMPRESSION) == JPEG
            || page.first(TIFF.TAG_PHOTOMETRIC_INTERPRETATION) == YCBCR)) {
      throw new Unreadable(
          "of channels stored apart as JPEG or as luma and chroma; save it with LZW, in RGB");
    }
  }

  /** The reader makes room for as many as it is told. */
  private static void checkChannels(TiffPage page) throws Unreadable {
    for (long channels : page.numbers(TIFF.TAG_SAMPLES_PER_PIXEL)) {
      if (channels > MOST_CHANNELS) {
        throw new Unreadable(
            String.format(
                Locale.ROOT, "of %,d channels, expected at most %d", channels, MOST_CHANNELS));
      }
    }
  }

  /** The reader makes room for a row of a tile, whatever the image's size. */
  private static void checkTiles(TiffPage page) throws IOException {
    for (int tag : new int[] {TIFF.TAG_TILE_WIDTH, TIFF.TAG_TILE_HEIGTH}) {
      for (long size : page.numbers(tag)) {
        if (size < 1 || size > MOST_IN_TILE) {
          throw new IOException("tiles of " + size + " pixels");
        }
      }
    }
  }

  /** Readers take what is there and leave the rest black. */
  private static void checkLength(TiffPage page, long length) throws Unreadable {
    if (Arrays.equals(page.numbers(TIFF.TAG_COMPRESSION), new long[] {OLD_JPEG})) {
      return; // whose offsets programs disagree about
    }
    boolean tiled = page.has(TIFF.TAG_TILE_OFFSETS);
    long[] offsets = page.numbers(tiled ? TIFF.TAG_TILE_OFFSETS : TIFF.TAG_STRIP_OFFSETS);
    long[] counts = page.numbers(tiled ? TIFF.TAG_TILE_BYTE_COUNTS : TIFF.TAG_STRIP_BYTE_COUNTS);
    for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
      if (counts[i] > length - offsets[i]) {
        throw Unreadable.cutShort();
      }
    }
  }
}
