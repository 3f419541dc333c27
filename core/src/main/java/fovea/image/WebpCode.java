package fovea.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A prefix code of WebP's lossless compression; codes of one length count up, as in Deflate. */
final class WebpCode {
  private static final int LONGEST = 15;

  /** Of whose codes the lengths come first, in the code that lengths are written in. */
  private static final int[] ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private static final int SAME_AGAIN = 16;
  private static final int ZEROS = 17;
  private static final int MORE_ZEROS = 18;

  /** How many codes there are of each length. */
  private final int[] counts = new int[LONGEST + 1];

  /** What the codes stand for, in their order. */
  private final int[] symbols;

  private WebpCode(int[] symbols) {
    this.symbols = symbols;
  }

  /**
   * Reads a code.
   *
   * @param alphabet how many symbols there might be
   * @throws IOException if there are others, or some bits would stand for none
   */
  static WebpCode read(WebpBits bits, int alphabet) throws IOException {
    return bits.flag() ? simple(bits, alphabet) : of(lengths(bits, alphabet));
  }

  /** Of one symbol, or of two in the order in which the reader takes them. */
  private static WebpCode simple(WebpBits bits, int alphabet) throws IOException {
    boolean two = bits.flag();
    int first = bits.number(bits.flag() ? 8 : 1);
    int[] symbols = two ? new int[] {first, bits.number(8)} : new int[] {first};
    if (Arrays.stream(symbols).anyMatch(symbol -> symbol >= alphabet)) {
      throw new IOException("a symbol that there isn't");
    }
    WebpCode code = new WebpCode(symbols);
    code.counts[1] = symbols.length;
    return code;
  }

  private static WebpCode of(int[] lengths) throws IOException {
    int[] symbols =
        IntStream.range(0, lengths.length)
            .filter(symbol -> lengths[symbol] > 0)
            .boxed()
            .sorted(Comparator.comparingInt(symbol -> lengths[symbol]))
            .mapToInt(Integer::intValue)
            .toArray();
    WebpCode code = new WebpCode(symbols);
    int open = 1 << LONGEST;
    for (int symbol : symbols) {
      code.counts[lengths[symbol]]++;
      open -= 1 << (LONGEST - lengths[symbol]);
    }
    if (open != 0 && symbols.length != 1) {
      throw new IOException("an incomplete code");
    }
    return code;
  }

  /** How long the code of each symbol is; 0 if it has none. */
  private static int[] lengths(WebpBits bits, int alphabet) throws IOException {
    int[] own = new int[ORDER.length];
    int count = 4 + bits.number(4);
    for (int i = 0; i < count; i++) {
      own[ORDER[i]] = bits.number(3);
    }
    WebpCode code = of(own);
    int left = bits.flag() ? 2 + bits.number(2 + 2 * bits.number(3)) : alphabet;
    int[] lengths = new int[alphabet];
    int last = 8;
    for (int at = 0; at < alphabet && left > 0; left--) {
      int symbol = code.next(bits);
      int times =
          switch (symbol) {
            case SAME_AGAIN -> 3 + bits.number(2);
            case ZEROS -> 3 + bits.number(3);
            case MORE_ZEROS -> 11 + bits.number(7);
            default -> 1;
          };
      if (times > alphabet - at) {
        throw new IOException("more lengths than symbols");
      }
      int length = symbol < SAME_AGAIN ? symbol : symbol == SAME_AGAIN ? last : 0;
      Arrays.fill(lengths, at, at + times, length);
      last = length == 0 ? last : length;
      at += times;
    }
    return lengths;
  }

  /** The next symbol; a single one takes no bits. */
  int next(WebpBits bits) throws IOException {
    if (symbols.length == 1) {
      return symbols[0];
    }
    int code = 0;
    int first = 0;
    int before = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code = (code << 1) | bits.number(1);
      first <<= 1;
      if (code - first < counts[length]) {
        return symbols[before + code - first];
      }
      first += counts[length];
      before += counts[length];
    }
    throw new IOException("no such code");
  }
}
