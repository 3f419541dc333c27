package fovea.image.vp8;

import java.util.Arrays;

/** Reads how macroblocks are predicted (RFC 6386, section 11), row by row. */
final class Modes {
  // Of whole macroblocks and of chroma; the first four of blocks of 4 x 4, too.
  static final int MEAN = 0;
  static final int PLANE = 1;
  static final int DOWN = 2;
  static final int ACROSS = 3;

  /**
   * Modes of blocks in the order of their tree; positive: the next branch, else a mode's negative.
   */
  private static final int[] TREE = {
    0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9
  };

  private final BoolReader in;
  private final FrameHeader header;

  /** The lowest modes of the row above, four a macroblock. */
  private final int[] above;

  private final int[] left = new int[4];

  /** Of the macroblock last read: its segment of four. */
  int segment;

  /** Whether it has no coefficients. */
  boolean skipped;

  /** Whether each of its blocks has a mode of its own. */
  boolean blocks;

  /** The mode of all its luma, if not. */
  int luma;

  /** The modes of its 16 blocks, if so. */
  final int[] block = new int[16];

  int chroma;

  Modes(BoolReader in, FrameHeader header, int columns) {
    this.in = in;
    this.header = header;
    this.above = new int[4 * columns];
  }

  void startRow() {
    Arrays.fill(left, MEAN);
  }

  void read(int column) {
    int[] tree = header.segmentTree();
    segment = 0;
    if (tree.length > 0) {
      segment = in.bit(tree[0]) ? (in.bit(tree[2]) ? 3 : 2) : (in.bit(tree[1]) ? 1 : 0);
    }
    skipped = header.skip() >= 0 && in.bit(header.skip());
    blocks = !in.bit(145);
    if (blocks) {
      readBlocks(column);
    } else {
      luma = in.bit(156) ? (in.flag() ? PLANE : ACROSS) : (in.bit(163) ? DOWN : MEAN);
      Arrays.fill(above, 4 * column, 4 * column + 4, luma);
      Arrays.fill(left, luma);
    }
    chroma = !in.bit(142) ? MEAN : !in.bit(114) ? DOWN : in.bit(183) ? PLANE : ACROSS;
  }

  private void readBlocks(int column) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int probabilities = 9 * (10 * above[4 * column + x] + left[y]);
        int at = 0;
        do {
          int one = in.bit(Tables.BLOCK_MODES[probabilities + (at >> 1)]) ? 1 : 0;
          at = TREE[at + one];
        } while (at > 0);
        block[4 * y + x] = -at;
        above[4 * column + x] = -at;
        left[y] = -at;
      }
    }
  }
}
