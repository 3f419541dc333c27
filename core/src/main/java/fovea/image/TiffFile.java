package fovea.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import fovea.image.Decoder.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the entries of a TIFF file's first page are. A reader gets nothing but those that make the
 * picture, and neither other pages nor directories within the directory: it follows these however
 * deep they go, and copies what entries point to, be it the same for all.
 */
final class TiffFile {
  /** BigTIFF's header; the other is shorter, but no file is without what stands behind it. */
  private static final int SHORTEST = 16;

  private static final int HEADER = 8;
  private static final int BIG = 43;

  /** Of all values together: those of 100,000,000 pixels in tiles of 16 x 16 have 6 MB. */
  private static final long MOST_BYTES = 64L << 20;

  private final ByteBuffer file;
  private final boolean big;

  /** The places of all entries by their tags, of several with one tag that of the first. */
  private final Map<Integer, Integer> entries = new LinkedHashMap<>();

  /** Where the first entry is. */
  private int start;

  /** Where the next page is; 0 if there is none. */
  private long next;

  private TiffFile(byte[] bytes) {
    file =
        ByteBuffer.wrap(bytes)
            .order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    big = file.getShort(2) == BIG;
  }

  /**
   * Finds the entries.
   *
   * @throws Unreadable if the file ends before they do
   * @throws IOException if the values that make the picture are larger than the file
   */
  static TiffFile of(byte[] bytes) throws IOException {
    if (bytes.length < SHORTEST) {
      throw Unreadable.cutShort();
    }
    TiffFile file = new TiffFile(bytes);
    file.findEntries();
    long values = Arrays.stream(file.ofPicture()).mapToLong(file::valueBytes).sum();
    if (values > Math.min(MOST_BYTES, bytes.length)) {
      throw new IOException("values of " + values + " bytes");
    }
    return file;
  }

  private void findEntries() throws IOException {
    long directory = big ? file.getLong(8) : Integer.toUnsignedLong(file.getInt(4));
    if (directory < HEADER) {
      throw new IOException("no directory");
    }
    if (directory > file.limit() - Long.BYTES) {
      throw Unreadable.cutShort();
    }
    start = (int) directory + (big ? Long.BYTES : Short.BYTES);
    long count = big ? file.getLong((int) directory) : shortAt((int) directory);
    if (count < 0 || count > (file.limit() - start) / entryLength()) {
      throw Unreadable.cutShort();
    }
    for (int i = 0; i < count; i++) {
      int entry = start + i * entryLength();
      entries.putIfAbsent(shortAt(entry), entry);
    }
    int end = start + (int) count * entryLength();
    if (end + pointerLength() <= file.limit()) {
      next = big ? file.getLong(end) : Integer.toUnsignedLong(file.getInt(end));
    }
  }

  private int shortAt(int place) {
    return Short.toUnsignedInt(file.getShort(place));
  }

  /** A tag, a type, how many values there are, and the values or where they are. */
  private int entryLength() {
    return big ? 20 : 12;
  }

  private int pointerLength() {
    return big ? Long.BYTES : Integer.BYTES;
  }

  private int[] ofPicture() {
    return entries.entrySet().stream()
        .filter(entry -> isOfPicture(entry.getKey(), shortAt(entry.getValue() + 2)))
        .mapToInt(Map.Entry::getValue)
        .toArray();
  }

  /** Unlike texts, directories, and what programs keep for themselves. */
  private static boolean isOfPicture(int tag, int type) {
    boolean usual = tag >= TIFF.TAG_SUBFILE_TYPE && tag <= TIFF.TAG_REFERENCE_BLACK_WHITE;
    return tag == TIFF.TAG_ICC_PROFILE
        || (usual && tag != TIFF.TAG_SUB_IFD && type != TIFF.TYPE_ASCII);
  }

  /** What an entry's values take; nothing if they aren't in the file, as a reader finds, too. */
  private long valueBytes(int entry) {
    int type = shortAt(entry + 2);
    long count = big ? file.getLong(entry + 4) : Integer.toUnsignedLong(file.getInt(entry + 4));
    if (type >= TIFF.TYPE_LENGTHS.length || count < 0 || count > file.limit()) {
      return 0;
    }
    long length = count * Math.max(0, TIFF.TYPE_LENGTHS[type]);
    if (length <= pointerLength()) {
      return length;
    }
    long place = big ? file.getLong(entry + 12) : Integer.toUnsignedLong(file.getInt(entry + 8));
    return place < 0 || place > file.limit() - length ? 0 : length;
  }

  /** Whether the first page has such an entry, of the picture or not. */
  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Whether there are other pages, behind the first or in it. */
  boolean hasMore() {
    return next != 0 || has(TIFF.TAG_SUB_IFD);
  }

  /** Whether it is a CR2 file, which says so behind the header. */
  boolean isCanonRaw() {
    byte[] bytes = file.array();
    return !big && bytes[8] == 'C' && bytes[9] == 'R' && bytes[10] == 2;
  }

  /** The file with one page, and in its directory nothing but what makes the picture. */
  byte[] normalised() {
    byte[] bytes = file.array().clone();
    int[] kept = ofPicture();
    int end = start;
    for (int entry : kept) {
      System.arraycopy(file.array(), entry, bytes, end, entryLength());
      end += entryLength();
    }
    Arrays.fill(bytes, end, Math.min(bytes.length, end + pointerLength()), (byte) 0);
    ByteBuffer out = ByteBuffer.wrap(bytes).order(file.order());
    if (big) {
      out.putLong(start - Long.BYTES, kept.length);
    } else {
      out.putShort(start - Short.BYTES, (short) kept.length);
    }
    return bytes;
  }
}
