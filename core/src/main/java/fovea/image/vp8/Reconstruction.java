package fovea.image.vp8;

import java.io.IOException;
import java.util.Arrays;

/** The frame as it comes to be: macroblock by macroblock, then smoothed. */
final class Reconstruction {
  private final FrameHeader header;
  private final BoolReader first;
  private final BoolReader[] partitions;
  private final int columns;
  private final int rows;
  private final Plane luma;
  private final Plane blue;
  private final Plane red;
  private final Modes modes;
  private final Coefficients coefficients;
  private final Prediction prediction = new Prediction();
  private final int[] scratch = new int[16];

  /** Of each macroblock, for when all are there: blocks are predicted from unsmoothed ones. */
  private final Filter[] filters;

  private final boolean[] smoothInside;

  Reconstruction(
      FrameHeader header, BoolReader first, BoolReader[] partitions, int columns, int rows) {
    this.header = header;
    this.first = first;
    this.partitions = partitions;
    this.columns = columns;
    this.rows = rows;
    this.luma = Plane.of(16 * columns, 16 * rows);
    this.blue = Plane.of(8 * columns, 8 * rows);
    this.red = Plane.of(8 * columns, 8 * rows);
    this.modes = new Modes(first, header, columns);
    this.coefficients = new Coefficients(header.coefficients(), columns);
    this.filters = new Filter[columns * rows];
    this.smoothInside = new boolean[columns * rows];
  }

  Plane luma() {
    return luma;
  }

  Plane blue() {
    return blue;
  }

  Plane red() {
    return red;
  }

  void decode() throws IOException {
    for (int row = 0; row < rows; row++) {
      BoolReader in = partitions[row & partitions.length - 1];
      modes.startRow();
      coefficients.startRow();
      for (int column = 0; column < columns; column++) {
        modes.read(column);
        FrameHeader.Segment segment = header.segments()[modes.segment];
        boolean any = false;
        if (modes.skipped) {
          coefficients.skip(column, modes.blocks);
        } else {
          any = coefficients.read(in, column, modes.blocks, segment.steps());
        }
        predict(column, row, any);
        int at = row * columns + column;
        filters[at] = modes.blocks ? segment.blocksFilter() : segment.wholeFilter();
        smoothInside[at] = modes.blocks || any;
      }
      if (first.exhausted() || in.exhausted()) {
        throw new IOException("the frame is cut short");
      }
    }
  }

  private void predict(int column, int row, boolean any) {
    boolean top = row > 0;
    boolean left = column > 0;
    int at = luma.at(16 * column, 16 * row);
    if (modes.blocks) {
      predictBlocks(at, column, row, any);
    } else {
      prediction.square(luma, at, 16, modes.luma, top, left);
      for (int block = 0; any && block < 16; block++) {
        add(luma, block, at + (block >> 2) * 4 * luma.stride() + (block & 3) * 4);
      }
    }
    int chromaAt = blue.at(8 * column, 8 * row);
    prediction.square(blue, chromaAt, 8, modes.chroma, top, left);
    prediction.square(red, chromaAt, 8, modes.chroma, top, left);
    for (int block = 0; any && block < 4; block++) {
      int to = chromaAt + (block >> 1) * 4 * blue.stride() + (block & 1) * 4;
      add(blue, 16 + block, to);
      add(red, 20 + block, to);
    }
  }

  private void predictBlocks(int at, int column, int row, boolean any) {
    int stride = luma.stride();
    // The blocks at the right end see the row above the macroblock, whatever row they are in.
    int beyond = at - stride + 16;
    if (row > 0 && column == columns - 1) { // nothing is there: the last sample again
      Arrays.fill(luma.samples(), beyond, beyond + 4, luma.samples()[beyond - 1]);
    }
    for (int block = 0; block < 16; block++) {
      int x = 4 * (block & 3);
      int to = at + (block >> 2) * 4 * stride + x;
      prediction.block(luma, to, x == 12 ? beyond : to - stride + 4, modes.block[block]);
      if (any) {
        add(luma, block, to);
      }
    }
  }

  private void add(Plane plane, int block, int to) {
    if (coefficients.extent[block] == 2) {
      Transform.add(coefficients.values, 16 * block, scratch, plane.samples(), to, plane.stride());
    } else if (coefficients.extent[block] == 1) {
      Transform.addFirst(coefficients.values[16 * block], plane.samples(), to, plane.stride());
    }
  }

  void smooth() {
    LoopFilter ofLuma = new LoopFilter(luma);
    LoopFilter ofBlue = new LoopFilter(blue);
    LoopFilter ofRed = new LoopFilter(red);
    boolean simple = header.simpleFilter();
    for (int i = 0; i < filters.length; i++) {
      Filter filter = filters[i];
      if (filter.edge() > 0) {
        int column = i % columns;
        int row = i / columns;
        boolean left = column > 0;
        boolean top = row > 0;
        boolean inside = smoothInside[i];
        ofLuma.macroblock(luma.at(16 * column, 16 * row), 16, filter, simple, left, top, inside);
        if (!simple) {
          int at = blue.at(8 * column, 8 * row);
          ofBlue.macroblock(at, 8, filter, simple, left, top, inside);
          ofRed.macroblock(at, 8, filter, simple, left, top, inside);
        }
      }
    }
  }
}
