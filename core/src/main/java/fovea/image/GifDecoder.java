package fovea.image;

import java.io.IOException;
import java.util.Arrays;

/**
 * GIF, of an animation the first picture: at its place on the canvas, which is white around it. The
 * JDK's reader gives the picture without its place, refuses what Pillow and browsers read, and is
 * silent about data that end too early.
 */
final class GifDecoder implements Decoder {
  private static final int[] NOTHING = {};

  @Override
  public Decoded decode(byte[] bytes, SizeLimit limit) throws IOException {
    GifPicture picture = GifPicture.first(bytes);
    if (picture.width() == 0 || picture.height() == 0) {
      throw new IOException("a picture without pixels");
    }
    int width = Math.max(picture.canvasWidth(), picture.left() + picture.width());
    int height = Math.max(picture.canvasHeight(), picture.top() + picture.height());
    limit.check(width, height);
    byte[] indexes =
        GifLzw.decode(picture.data(), picture.codeBits(), picture.width() * picture.height());
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 255);
    int[] rows = picture.interlaced() ? interlaced(picture.height()) : NOTHING;
    for (int y = 0; y < picture.height(); y++) {
      int row = rows.length == 0 ? y : rows[y];
      int to = 3 * ((picture.top() + row) * width + picture.left());
      for (int x = 0; x < picture.width(); x++, to += 3) {
        int index = indexes[y * picture.width() + x] & 0xff;
        if (index != picture.clear()) {
          picture.copyColor(index, rgb, to);
        }
      }
    }
    return new Decoded(new Pixels(width, height, rgb), Orientation.UPRIGHT);
  }

  /** The rows in the order they are stored: every eighth, those between, and so on. */
  private static int[] interlaced(int height) {
    int[] rows = new int[height];
    int at = 0;
    for (int[] pass : new int[][] {{0, 8}, {4, 8}, {2, 4}, {1, 2}}) {
      for (int row = pass[0]; row < height; row += pass[1]) {
        rows[at++] = row;
      }
    }
    return rows;
  }
}
