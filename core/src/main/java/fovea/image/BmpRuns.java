package fovea.image;

import java.io.IOException;

/** BMP's compression: pixels by runs of one colour, of 8 or 4 bits. */
final class BmpRuns {
  private final byte[] file;
  private final boolean halves;
  private final int width;
  private final byte[] indexes;
  private int at;

  private BmpRuns(byte[] file, BmpHeader header) {
    this.file = file;
    halves = header.compression() == BmpHeader.RUNS_4;
    width = header.width();
    indexes = new byte[width * header.height()];
    at = header.pixels();
  }

  /**
   * A byte a pixel, in the order of the rows in the file; pixels that are jumped over are of the
   * first colour.
   *
   * @throws IOException if the data end too early
   */
  static byte[] decode(byte[] file, BmpHeader header) throws IOException {
    BmpRuns runs = new BmpRuns(file, header);
    runs.decode();
    return runs.indexes;
  }

  private void decode() throws IOException {
    int height = indexes.length / width;
    int x = 0;
    int y = 0;
    while (y < height) {
      int count = next();
      int value = next();
      if (count > 0) {
        for (int i = 0; i < count; i++) {
          put(x++, y, value(value, i));
        }
      } else if (value == 0) { // end of the row
        x = 0;
        y++;
      } else if (value == 1) { // end of the image
        return;
      } else if (value == 2) { // a jump
        x += next();
        y += next();
      } else {
        for (int i = 0, pair = 0; i < value; i++) {
          pair = !halves || i % 2 == 0 ? next() : pair;
          put(x++, y, value(pair, i));
        }
        at += (halves ? (value + 1) / 2 : value) & 1;
      }
    }
  }

  private int value(int stored, int i) {
    return halves ? stored >> (i % 2 == 0 ? 4 : 0) & 15 : stored;
  }

  private void put(int x, int y, int index) {
    if (x < width) {
      indexes[y * width + x] = (byte) index;
    }
  }

  private int next() throws IOException {
    if (at >= file.length) {
      throw new IOException("data end early");
    }
    return file[at++] & 0xff;
  }
}
