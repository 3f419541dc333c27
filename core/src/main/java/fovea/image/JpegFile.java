package fovea.image;

import fovea.image.Decoder.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The segments of a JPEG file, found as libjpeg finds them: whatever stands between two segments is
 * passed over. What doesn't make the picture is left out of what a reader gets, so that it can't
 * refuse or misread a file for it.
 */
final class JpegFile {
  private static final int START = 0xd8;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final String EXIF = "Exif\0";
  private static final int EXIF_PREAMBLE = 6; // "Exif", two bytes
  private static final String PROFILE = "ICC_PROFILE\0";
  private static final int PROFILE_PREAMBLE = 14; // its name, the number of a part, of how many

  /** As many as libjpeg's {@code cjpeg} and {@code jpegtran} write; a reader goes through all. */
  private static final int MAX_SCANS = 100;

  /** Of all scans together. Usual progressive files have ten scans. */
  static final long MAX_SCANNED_PIXELS = 25 * ImageFile.MAX_PIXELS;

  private final byte[] file;
  private final List<Segment> picture = new ArrayList<>();
  private final TreeMap<Integer, Segment> profile = new TreeMap<>();
  private int profileParts;
  private byte[] exif = {};
  private boolean jfif;
  private int adobe = -1;
  private int process;
  private int bits;
  private int[] ids = {};
  private int[] factors = {};
  private int width;
  private int height;
  private int scan;

  /** From the marker's first byte to behind the content. */
  private record Segment(int start, int end) {}

  private JpegFile(byte[] file) {
    this.file = file;
  }

  /**
   * Finds the segments up to the compressed data.
   *
   * @throws Unreadable if the file ends before, its picture is of no known kind, or it has more
   *     scans than anybody makes, each of which takes a reader as long as a whole picture
   */
  static JpegFile of(byte[] bytes) throws Unreadable {
    JpegFile file = new JpegFile(bytes);
    file.findSegments();
    if (!file.endsAfterScan()) {
      throw Unreadable.cutShort();
    }
    int components = file.ids.length;
    if (components == 2 || components > 4) {
      throw new Unreadable(
          "of %d channels, expected 1 (grey), 3 (colour) or 4 (inks); save it as one of these"
              .formatted(components));
    }
    file.checkScans();
    return file;
  }

  /**
   * Finds the segments of a JPEG within another file, which may have its tables there, and no end.
   *
   * @throws Unreadable as {@link #of} does, for the file's end or the scans
   */
  static JpegFile within(byte[] bytes) throws Unreadable {
    JpegFile file = new JpegFile(bytes);
    file.findSegments();
    file.checkScans();
    return file;
  }

  private void checkScans() throws Unreadable {
    if (pixels() > ImageFile.MAX_PIXELS) {
      return; // refused for its size
    }
    int scans = scans();
    if (scans > MAX_SCANS || scans * pixels() > MAX_SCANNED_PIXELS) {
      throw new Unreadable(
          "of %d scans, more than a picture of its size has; save it anew".formatted(scans));
    }
  }

  private void findSegments() throws Unreadable {
    int at = 2;
    while (true) {
      int start = nextMarker(at);
      if (start + 4 > file.length) {
        throw Unreadable.cutShort();
      }
      int marker = file[start + 1] & 0xff;
      if (marker == SCAN) {
        scan = start;
        return;
      }
      if (marker == END) {
        throw new Unreadable("without a picture in it; copy or download it again");
      }
      int end = start + 2 + Math.max(2, number(start + 2));
      if (end > file.length) {
        throw Unreadable.cutShort();
      }
      note(marker, new Segment(start, end));
      at = end;
    }
  }

  /** Where the next marker of a segment is; the file's length if there is none. */
  private int nextMarker(int from) {
    for (int i = from; i + 1 < file.length; i++) {
      if (file[i] == (byte) 0xff && isSegment(file[i + 1] & 0xff)) {
        return i;
      }
    }
    return file.length;
  }

  /** Unlike filling bytes, and marks that stand alone and have no business outside a scan. */
  private static boolean isSegment(int marker) {
    boolean alone = marker >= 0xd0 && marker <= START;
    return marker >= 0xc0 && marker != 0xff && !alone;
  }

  private void note(int marker, Segment segment) {
    int content = segment.start + 4;
    int length = segment.end - content;
    switch (marker) {
      case 0xc4, 0xcc, 0xdb, 0xdd -> picture.add(segment); // tables, restart interval
      case 0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf -> {
        picture.add(segment);
        process = marker;
        noteFrame(content, length);
      }
      case 0xe0 -> jfif |= length >= 14 && begins(content, "JFIF\0");
      case 0xe1 -> noteExif(content, segment.end);
      case 0xe2 -> noteProfile(segment);
      case 0xee -> {
        if (length >= 12 && begins(content, "Adobe")) {
          adobe = file[content + 11] & 0xff;
        }
      }
      default -> {} // comments, thumbnails, what programs keep for themselves
    }
  }

  private void noteFrame(int content, int length) {
    int components = length < 6 ? 0 : file[content + 5] & 0xff;
    if (length < 6 + 3 * components) {
      return; // a reader says so
    }
    bits = file[content] & 0xff;
    height = Math.max(height, number(content + 1)); // of several frames none is passed over
    width = Math.max(width, number(content + 3));
    ids = new int[components];
    factors = new int[components];
    for (int i = 0; i < components; i++) {
      ids[i] = file[content + 6 + 3 * i] & 0xff;
      factors[i] = file[content + 7 + 3 * i] & 0xff;
    }
  }

  /** The preamble tells EXIF from other things that lie in segments of that kind. */
  private void noteExif(int content, int end) {
    if (exif.length == 0 && end - content > EXIF_PREAMBLE && begins(content, EXIF)) {
      exif = Arrays.copyOfRange(file, content + EXIF_PREAMBLE, end);
    }
  }

  private void noteProfile(Segment segment) {
    int content = segment.start + 4;
    if (segment.end - content >= PROFILE_PREAMBLE && begins(content, PROFILE)) {
      profile.putIfAbsent(file[content + 12] & 0xff, segment);
      profileParts = file[content + 13] & 0xff;
    }
  }

  private boolean endsAfterScan() {
    for (int i = file.length - 2; i > scan; i--) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) END) {
        return true;
      }
    }
    return false;
  }

  /** Up to its end, behind which phones keep films. */
  int scans() {
    int scans = 0;
    int at = scan;
    while (at + 4 <= file.length && (file[at + 1] & 0xff) != END) {
      scans += (file[at + 1] & 0xff) == SCAN ? 1 : 0;
      at = nextMarker(at + 2 + number(at + 2));
    }
    return scans;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  long pixels() {
    return (long) width * height;
  }

  byte[] exif() {
    return exif;
  }

  JpegColors colors() throws IOException {
    if (ids.length == 0) {
      throw new IOException("a scan without a frame");
    }
    return JpegColors.of(ids, jfif, adobe, process == 0xc3);
  }

  /** Which components have as many columns as any, and half the rows. */
  boolean[] halvedRows() {
    int columns = Arrays.stream(factors).map(factor -> factor >> 4).max().orElse(0);
    int rows = Arrays.stream(factors).map(factor -> factor & 15).max().orElse(0);
    boolean[] halved = new boolean[factors.length];
    for (int i = 0; i < halved.length; i++) {
      halved[i] = factors[i] >> 4 == columns && 2 * (factors[i] & 15) == rows;
    }
    return halved;
  }

  /** The colour profile, if one for these components is there whole; else empty. */
  byte[] profile() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int part = 1; part <= profileParts; part++) {
      Segment segment = profile.get(part);
      if (segment == null) {
        return new byte[0];
      }
      int content = segment.start + 4 + PROFILE_PREAMBLE;
      whole.write(file, content, segment.end - content);
    }
    byte[] bytes = whole.toByteArray();
    String space =
        switch (colors()) {
          case GREY -> "none"; // grey is taken as it is stored
          case YCBCR, RGB -> "RGB ";
          case CMYK, YCCK -> "CMYK";
        };
    return Profile.isOf(space, bytes) ? bytes : new byte[0];
  }

  /**
   * The file with nothing but what makes its picture.
   *
   * @param withProfile whether the colour profile is kept
   */
  byte[] normalised(boolean withProfile) throws IOException {
    List<Segment> kept = new ArrayList<>(withProfile ? profile.values() : List.of());
    kept.addAll(picture);
    byte[] colors = colors().segment();
    int length = kept.stream().mapToInt(segment -> segment.end - segment.start).sum();
    ByteBuffer out = ByteBuffer.allocate(2 + colors.length + length + file.length - scan);
    out.put((byte) 0xff).put((byte) START).put(colors);
    kept.forEach(segment -> out.put(file, segment.start, segment.end - segment.start));
    return out.put(file, scan, file.length - scan).array();
  }

  /** What is rare about the file, as {@link Unreadable} says it; empty if nothing is. */
  String rarity() {
    if (process >= 0xc9) {
      return "compressed by arithmetic coding, which few programs read; save it as a usual JPEG";
    }
    if (process >= 0xc5) {
      return "of several resolutions in one, which few programs read; save it as a usual JPEG";
    }
    if (bits != 8) {
      return "of %d bits a sample, expected 8; save it as PNG".formatted(bits);
    }
    return "";
  }

  private boolean begins(int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (file[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int number(int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }
}
