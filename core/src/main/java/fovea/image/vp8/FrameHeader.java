package fovea.image.vp8;

import java.io.IOException;

/**
 * What holds for a whole frame (RFC 6386, sections 9.2 to 9.6 and 9.9 to 9.11).
 *
 * @param segmentTree probabilities of a macroblock's segment; empty where none is written
 * @param segments the settings of each of the four segments
 * @param simpleFilter whether luma alone is filtered
 * @param partitions of coefficients, 1 to 8
 * @param coefficients the probabilities of coefficients, as in {@link Tables#COEFFICIENTS}
 * @param skip probability of a macroblock having coefficients; negative where none is written
 */
@SuppressWarnings("ArrayRecordComponent") // read once by the frame
record FrameHeader(
    int[] segmentTree,
    Segment[] segments,
    boolean simpleFilter,
    int partitions,
    int[] coefficients,
    int skip) {
  private static final int SEGMENTS = 4;

  /** How a macroblock of a segment is dequantised and filtered. */
  record Segment(Steps steps, Filter wholeFilter, Filter blocksFilter) {}

  /** Steps of quantisation, the first coefficient's and the others', of luma, its means, chroma. */
  record Steps(int y1First, int y1, int y2First, int y2, int uvFirst, int uv) {}

  static FrameHeader read(BoolReader in) throws IOException {
    in.flag(); // the colour space: there is one
    in.flag(); // whether clamping is needed: it does no harm
    boolean segmented = in.flag();
    boolean segmentsWritten = segmented && in.flag();
    boolean absolute = true;
    int[] quantizer = new int[SEGMENTS];
    int[] strength = new int[SEGMENTS];
    if (segmented && in.flag()) {
      absolute = in.flag();
      for (int i = 0; i < SEGMENTS; i++) {
        quantizer[i] = in.optional(7);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        strength[i] = in.optional(6);
      }
    }
    int[] segmentTree = new int[segmentsWritten ? 3 : 0];
    for (int i = 0; i < segmentTree.length; i++) {
      segmentTree[i] = in.flag() ? in.number(8) : 255;
    }
    boolean simple = in.flag();
    int level = in.number(6);
    int sharpness = in.number(3);
    int[] delta = filterDeltas(in);
    int partitions = 1 << in.number(2);
    int base = in.number(7);
    int[] steps = new int[5];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = in.optional(4);
    }
    Segment[] segments = new Segment[SEGMENTS];
    for (int i = 0; i < SEGMENTS; i++) {
      int ownQuantizer = !segmented ? base : absolute ? quantizer[i] : base + quantizer[i];
      int ownLevel = !segmented ? level : absolute ? strength[i] : level + strength[i];
      segments[i] =
          new Segment(
              steps(ownQuantizer, steps),
              // A level of zero for the frame turns filtering off, whatever its segments say.
              level == 0 ? Filter.NONE : Filter.of(ownLevel + delta[0], sharpness),
              level == 0 ? Filter.NONE : Filter.of(ownLevel + delta[0] + delta[1], sharpness));
    }
    in.flag(); // whether probabilities last for the next frame: there is none
    int[] coefficients = Tables.COEFFICIENTS.clone();
    for (int i = 0; i < coefficients.length; i++) {
      if (in.bit(Tables.CHANGES[i])) {
        coefficients[i] = in.number(8);
      }
    }
    int skip = in.flag() ? in.number(8) : -1;
    if (in.exhausted()) {
      throw new IOException("the frame's header is cut short");
    }
    return new FrameHeader(segmentTree, segments, simple, partitions, coefficients, skip);
  }

  /** What a key frame adds to the filter's level: always, and where blocks have their own modes. */
  private static int[] filterDeltas(BoolReader in) {
    int[] all = new int[8];
    boolean used = in.flag();
    if (used && in.flag()) {
      for (int i = 0; i < all.length; i++) {
        all[i] = in.optional(6);
      }
    }
    return new int[] {all[0], all[4]};
  }

  private static Steps steps(int quantizer, int[] delta) {
    return new Steps(
        Tables.FIRST_STEP[clip(quantizer + delta[0], 127)],
        Tables.OTHER_STEP[clip(quantizer, 127)],
        2 * Tables.FIRST_STEP[clip(quantizer + delta[1], 127)],
        Math.max(8, Tables.OTHER_STEP[clip(quantizer + delta[2], 127)] * 155 / 100),
        Tables.FIRST_STEP[clip(quantizer + delta[3], 117)],
        Tables.OTHER_STEP[clip(quantizer + delta[4], 127)]);
  }

  private static int clip(int value, int most) {
    return Math.max(0, Math.min(value, most));
  }
}
