package fovea.image;

import fovea.image.Decoder.Unreadable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie in a WebP file. What is there counts, not what its header says is there; what is
 * unknown, or stands behind the end that the file gives for itself, is passed over.
 *
 * @param canvas what an animation is drawn on; null for a still image
 * @param image the picture's data, of an animation the first's
 * @param lossless how it is compressed
 * @param alpha opacity that stands apart from the picture; null where there is none
 * @param profile the colour profile; empty where there is none
 * @param exif a TIFF structure; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // read once by the decoder
record WebpFile(
    @Nullable Canvas canvas,
    Part image,
    boolean lossless,
    @Nullable Part alpha,
    byte[] profile,
    byte[] exif) {
  private static final int ALPH = 0x48504c41;
  private static final int ANMF = 0x464d4e41;
  private static final int EXIF = 0x46495845;
  private static final int ICCP = 0x50434349;
  private static final int VP8 = 0x20385056;
  private static final int VP8L = 0x4c385056;
  private static final int VP8X = 0x58385056;

  private static final int RIFF_HEADER = 12;
  private static final int FRAME_HEADER = 16;

  /** JPEG's, which some programs write here too although they shouldn't. */
  private static final byte[] EXIF_PREAMBLE = {'E', 'x', 'i', 'f', 0, 0};

  /** A size, and the place of the first picture on it. */
  record Canvas(int width, int height, int x, int y) {}

  /** Bytes of the file, from {@code start} up to but without {@code end}. */
  record Part(int start, int end) {}

  static WebpFile parse(byte[] file) throws Unreadable {
    Parser parser = new Parser(file);
    long end = RIFF_HEADER - 4 + Integer.toUnsignedLong(parser.in.getInt(4));
    if (end > file.length) {
      throw Unreadable.cutShort();
    }
    parser.chunks(RIFF_HEADER, end);
    return parser.result();
  }

  private static final class Parser {
    private final ByteBuffer in;
    private int width;
    private int height;
    private @Nullable Canvas canvas;
    private @Nullable Part image;
    private boolean lossless;
    private @Nullable Part alpha;
    private @Nullable Part profile;
    private @Nullable Part exif;

    Parser(byte[] file) throws Unreadable {
      if (file.length < RIFF_HEADER) {
        throw Unreadable.cutShort();
      }
      in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes on behind the end until the picture is found: some programs give a wrong length. */
    void chunks(int from, long end) throws Unreadable {
      long at = from;
      while (at + 8 <= in.limit() && (at < end || image == null)) {
        int type = in.getInt((int) at);
        long length = Integer.toUnsignedLong(in.getInt((int) at + 4));
        long next = at + 8 + length;
        if (next <= in.limit()) {
          chunk(type, new Part((int) at + 8, (int) next));
        } else if (type == VP8 || type == VP8L || type == ANMF) {
          throw Unreadable.cutShort();
        }
        at = next + (length & 1);
      }
    }

    private void chunk(int type, Part part) {
      switch (type) {
        case VP8X -> size(part);
        case ICCP -> profile = profile == null ? part : profile;
        case EXIF -> exif = exif == null ? part : exif;
        case ANMF -> frame(part);
        default -> picture(type, part);
      }
    }

    private void size(Part part) {
      if (part.end - part.start >= 10) {
        width = 1 + threeBytes(part.start + 4);
        height = 1 + threeBytes(part.start + 7);
      }
    }

    private void picture(int type, Part part) {
      if (image == null && type == ALPH) {
        alpha = part;
      } else if (image == null && (type == VP8 || type == VP8L)) {
        image = part;
        lossless = type == VP8L;
      }
    }

    private void frame(Part part) {
      if (image != null || part.end - part.start < FRAME_HEADER) {
        return;
      }
      canvas =
          new Canvas(width, height, 2 * threeBytes(part.start), 2 * threeBytes(part.start + 3));
      long at = (long) part.start + FRAME_HEADER;
      while (at + 8 <= part.end) {
        long length = Integer.toUnsignedLong(in.getInt((int) at + 4));
        // What is wrong with a picture that is longer than its frame, its decoder will say.
        int end = (int) Math.min(part.end, at + 8 + length);
        picture(in.getInt((int) at), new Part((int) at + 8, end));
        at += 8 + length + (length & 1);
      }
    }

    private int threeBytes(int at) {
      return Short.toUnsignedInt(in.getShort(at)) | (in.get(at + 2) & 0xff) << 16;
    }

    WebpFile result() throws Unreadable {
      if (image == null) {
        throw Unreadable.cutShort();
      }
      return new WebpFile(
          canvas, image, lossless, alpha, bytes(profile), withoutPreamble(bytes(exif)));
    }

    private byte[] bytes(@Nullable Part part) {
      return part == null ? new byte[0] : Arrays.copyOfRange(in.array(), part.start, part.end);
    }

    private static byte[] withoutPreamble(byte[] exif) {
      int length = EXIF_PREAMBLE.length;
      boolean there =
          exif.length >= length && Arrays.equals(exif, 0, length, EXIF_PREAMBLE, 0, length);
      return there ? Arrays.copyOfRange(exif, length, exif.length) : exif;
    }
  }
}
