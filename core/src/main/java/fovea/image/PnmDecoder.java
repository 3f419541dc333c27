package fovea.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** PBM, PGM and PPM, as text and as bytes, and PAM. */
final class PnmDecoder implements Decoder {
  private static final int DEEPEST = 65_535;

  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    Samples in = new Samples(file);
    Header header = file[1] == '7' ? pam(in) : pnm(in, file[1] - '0');
    if (header.width < 1
        || header.height < 1
        || header.channels < 1
        || header.channels > 4
        || header.most < 1
        || header.most > DEEPEST) {
      throw new IOException("a size or a range of values that can't be");
    }
    limit.check(header.width, header.height);
    if (!header.text) {
      long row = header.bits ? (header.width + 7) / 8 : (long) header.width * header.samplesBytes();
      in.demand(row * header.height);
    }
    return new Decoded(pixels(in, header), Orientation.UPRIGHT);
  }

  /**
   * What stands before the samples.
   *
   * @param channels grey, grey and alpha, RGB, or RGB and alpha
   * @param most the value of full light
   * @param text whether samples are written in digits
   * @param bits whether samples are bits, of which ones are black
   */
  private record Header(int width, int height, int channels, int most, boolean text, boolean bits) {
    int samplesBytes() {
      return channels * (most > 255 ? 2 : 1);
    }
  }

  /** Kinds 1 to 3 are text, 4 to 6 the same in bytes: bits, grey, colours. */
  private static Header pnm(Samples in, int kind) throws IOException {
    boolean bits = kind == 1 || kind == 4;
    int width = in.number();
    int height = in.number();
    int most = bits ? 1 : in.number();
    boolean text = kind < 4;
    if (!text) {
      in.skip(); // a single blank
    }
    return new Header(width, height, kind == 3 || kind == 6 ? 3 : 1, most, text, bits);
  }

  private static Header pam(Samples in) throws IOException {
    int width = 0;
    int height = 0;
    int channels = 0;
    int most = 0;
    for (String word = in.word(); !word.equals("ENDHDR"); word = in.word()) {
      switch (word.toUpperCase(Locale.ROOT)) {
        case "WIDTH" -> width = in.number();
        case "HEIGHT" -> height = in.number();
        case "DEPTH" -> channels = in.number();
        case "MAXVAL" -> most = in.number();
        default -> in.line(); // what the channels mean, which their number says
      }
    }
    in.line();
    return new Header(width, height, channels, most, false, false);
  }

  private static Pixels pixels(Samples in, Header header) throws IOException {
    byte[] rgb = new byte[3 * header.width * header.height];
    int[] pixel = new int[header.channels];
    int to = 0;
    for (int y = 0; y < header.height; y++) {
      in.startRow();
      for (int x = 0; x < header.width; x++) {
        for (int c = 0; c < pixel.length; c++) {
          pixel[c] = sample(in, header);
        }
        int opacity = pixel.length % 2 == 0 ? pixel[pixel.length - 1] : 255;
        for (int c = 0; c < 3; c++) {
          rgb[to++] = Rgb.overWhite(pixel[pixel.length < 3 ? 0 : c], opacity);
        }
      }
    }
    return new Pixels(header.width, header.height, rgb);
  }

  private static int sample(Samples in, Header header) throws IOException {
    if (header.bits) {
      return (header.text ? in.digit() : in.bit()) == 0 ? 255 : 0;
    }
    int value = header.text ? in.number() : header.most > 255 ? in.twoBytes() : in.oneByte();
    return (Math.min(value, header.most) * 255 + header.most / 2) / header.most;
  }

  /** Reads on, behind the two characters that tell the kind. */
  private static final class Samples {
    private final byte[] file;
    private int at = 2;
    private int bits;
    private int bitsLeft;

    Samples(byte[] file) {
      this.file = file;
    }

    void demand(long bytes) throws Unreadable {
      if (bytes > file.length - at) {
        throw Unreadable.cutShort();
      }
    }

    int oneByte() throws Unreadable {
      demand(1);
      return file[at++] & 0xff;
    }

    int twoBytes() throws Unreadable {
      int high = oneByte();
      return high << 8 | oneByte();
    }

    void startRow() {
      bitsLeft = 0;
    }

    int bit() throws Unreadable {
      if (bitsLeft == 0) {
        bits = oneByte();
        bitsLeft = 8;
      }
      bitsLeft--;
      return bits >> bitsLeft & 1;
    }

    void skip() throws Unreadable {
      oneByte();
    }

    /** Up to the end of the line, which old programs for the Mac mark by a carriage return. */
    private void comment() throws Unreadable {
      byte c = file[at];
      while (c != '\n' && c != '\r') {
        c = (byte) oneByte();
      }
    }

    /** The rest of a line. */
    void line() throws Unreadable {
      while (oneByte() != '\n') {}
    }

    int digit() throws IOException {
      blanks();
      int digit = oneByte() - '0';
      if (digit != 0 && digit != 1) {
        throw new IOException("neither 0 nor 1");
      }
      return digit;
    }

    int number() throws IOException {
      blanks();
      int start = at;
      int number = 0;
      while (at < file.length && file[at] >= '0' && file[at] <= '9' && at - start < 9) {
        number = 10 * number + file[at++] - '0';
      }
      if (at == start) {
        throw new IOException("no number");
      }
      return number;
    }

    String word() throws Unreadable {
      blanks();
      int start = at;
      while (at < file.length && !isBlank(file[at]) && file[at] != '#') {
        at++;
      }
      return new String(file, start, at - start, StandardCharsets.ISO_8859_1);
    }

    private void blanks() throws Unreadable {
      demand(1);
      while (at < file.length && (isBlank(file[at]) || file[at] == '#')) {
        if (file[at] == '#') {
          comment();
        } else {
          at++;
        }
      }
      demand(1);
    }

    private static boolean isBlank(byte c) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
  }
}
