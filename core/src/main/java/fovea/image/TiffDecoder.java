package fovea.image;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

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

  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    Directory page = firstPage(file);
    checkSamples(page);
    checkPlanes(page);
    checkChannels(page);
    checkTiles(page);
    checkLength(page, file.length);
    BufferedImage image = withItsAlpha(page, Readers.read(Readers.TIFF, file, limit));
    Pixels stored = Rgb.of(image);
    byte[] rgb =
        Profile.toSrgb(
            stored.rgb(), stored.width(), stored.height(), bytes(page, TIFF.TAG_ICC_PROFILE));
    return new Decoded(
        new Pixels(stored.width(), stored.height(), rgb),
        Orientation.of(first(page, TIFF.TAG_ORIENTATION)));
  }

  /** The reader forgets of 8-bit colours that they were multiplied by their opacity. */
  private static BufferedImage withItsAlpha(Directory page, BufferedImage image) {
    ColorModel model = image.getColorModel();
    long[] extra = numbers(page, TIFF.TAG_EXTRA_SAMPLES);
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

  private static Directory firstPage(byte[] file) throws IOException {
    Directory all = new TIFFReader().read(new ByteArrayImageInputStream(file));
    return all instanceof CompoundDirectory pages ? pages.getDirectory(0) : all;
  }

  private static void checkSamples(Directory page) throws Unreadable {
    if (!Arrays.stream(numbers(page, TIFF.TAG_COMPRESSION)).allMatch(COMPRESSIONS::contains)) {
      throw new Unreadable(
          "compressed in a way that Fovea doesn't read; save it with LZW, or without compression");
    }
    if (!Arrays.stream(numbers(page, TIFF.TAG_SAMPLE_FORMAT)).allMatch(UNSIGNED::contains)
        || Arrays.stream(numbers(page, TIFF.TAG_BITS_PER_SAMPLE)).anyMatch(bits -> bits > 16)) {
      throw new Unreadable(
          "whose samples aren't whole numbers of at most 16 bits; save it with 8 or 16 bits a sample");
    }
  }

  /** Of these the reader makes other colours, or nothing. */
  private static void checkPlanes(Directory page) throws Unreadable {
    if (first(page, TIFF.TAG_PLANAR_CONFIGURATION) == APART
        && (first(page, TIFF.TAG_COMPRESSION) == JPEG
            || first(page, TIFF.TAG_PHOTOMETRIC_INTERPRETATION) == YCBCR)) {
      throw new Unreadable(
          "of channels stored apart as JPEG or as luma and chroma; save it with LZW, in RGB");
    }
  }

  private static long first(Directory page, int tag) {
    long[] numbers = numbers(page, tag);
    return numbers.length == 0 ? 0 : numbers[0];
  }

  /** The reader makes room for as many as it is told. */
  private static void checkChannels(Directory page) throws Unreadable {
    for (long channels : numbers(page, TIFF.TAG_SAMPLES_PER_PIXEL)) {
      if (channels > MOST_CHANNELS) {
        throw new Unreadable(
            String.format(
                Locale.ROOT, "of %,d channels, expected at most %d", channels, MOST_CHANNELS));
      }
    }
  }

  /** The reader makes room for a row of a tile, whatever the image's size. */
  private static void checkTiles(Directory page) throws IOException {
    for (int tag : new int[] {TIFF.TAG_TILE_WIDTH, TIFF.TAG_TILE_HEIGTH}) {
      for (long size : numbers(page, tag)) {
        if (size < 1 || size > MOST_IN_TILE) {
          throw new IOException("tiles of " + size + " pixels");
        }
      }
    }
  }

  /** Readers take what is there and leave the rest black. */
  private static void checkLength(Directory page, long length) throws Unreadable {
    if (Arrays.equals(numbers(page, TIFF.TAG_COMPRESSION), new long[] {OLD_JPEG})) {
      return; // whose offsets programs disagree about
    }
    boolean tiled = page.getEntryById(TIFF.TAG_TILE_OFFSETS) != null;
    long[] offsets = numbers(page, tiled ? TIFF.TAG_TILE_OFFSETS : TIFF.TAG_STRIP_OFFSETS);
    long[] counts = numbers(page, tiled ? TIFF.TAG_TILE_BYTE_COUNTS : TIFF.TAG_STRIP_BYTE_COUNTS);
    for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
      if (counts[i] > length - offsets[i]) {
        throw Unreadable.cutShort();
      }
    }
  }

  /** What an entry holds; empty if there is none, or no numbers in it. */
  private static long[] numbers(Directory page, int tag) {
    Entry entry = page.getEntryById(tag);
    Object value = entry == null ? new long[0] : entry.getValue();
    if (value instanceof Number number) {
      return new long[] {number.longValue()};
    }
    return value.getClass().isArray()
        ? IntStream.range(0, Array.getLength(value))
            .mapToObj(i -> Array.get(value, i))
            .filter(Number.class::isInstance)
            .mapToLong(number -> ((Number) number).longValue())
            .toArray()
        : new long[0];
  }

  private static byte[] bytes(Directory page, int tag) {
    long[] numbers = numbers(page, tag);
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return bytes;
  }
}
