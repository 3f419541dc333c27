package fovea.variation.corruption;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Edges of a grey layer as OpenCV finds them: gradients by Sobel's filters, their sizes as the sum
 * of both directions', thinned to ridges, and followed from strong ridges along weak ones.
 *
 * @see <a href="https://doi.org/10.1109/TPAMI.1986.4767851">Canny 1986</a>
 */
final class Canny {
  private static final double TAN_22_5 = Math.sqrt(2) - 1;

  private final int height;
  private final int width;
  private final int[] across;
  private final int[] along;
  private final int[] size;

  private Canny(int[] grey, int height, int width) {
    this.height = height;
    this.width = width;
    across = new int[grey.length];
    along = new int[grey.length];
    size = new int[grey.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        gradient(grey, y, x);
      }
    }
  }

  /**
   * Which pixels are edges.
   *
   * @param grey [height, width] flattened, each 0 to 255
   * @param weak above which a ridge may be part of an edge
   * @param strong above which it is
   */
  static boolean[] edges(int[] grey, int height, int width, int weak, int strong) {
    return new Canny(grey, height, width).edges(weak, strong);
  }

  private void gradient(int[] grey, int y, int x) {
    int[][] near = new int[3][3];
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        near[dy + 1][dx + 1] =
            grey[Edge.NEAREST.index(y + dy, height) * width + Edge.NEAREST.index(x + dx, width)];
      }
    }
    int at = y * width + x;
    across[at] =
        near[0][2] + 2 * near[1][2] + near[2][2] - near[0][0] - 2 * near[1][0] - near[2][0];
    along[at] = near[2][0] + 2 * near[2][1] + near[2][2] - near[0][0] - 2 * near[0][1] - near[0][2];
    size[at] = Math.abs(across[at]) + Math.abs(along[at]);
  }

  private boolean[] edges(int weak, int strong) {
    boolean[] ridges = new boolean[size.length];
    boolean[] edges = new boolean[size.length];
    Deque<Integer> found = new ArrayDeque<>();
    for (int at = 0; at < size.length; at++) {
      ridges[at] = size[at] > weak && isRidge(at / width, at % width);
      if (ridges[at] && size[at] > strong) {
        edges[at] = true;
        found.push(at);
      }
    }
    while (!found.isEmpty()) {
      int at = found.pop();
      int y = at / width;
      int x = at % width;
      for (int near = 0; near < 9; near++) {
        int row = y + near / 3 - 1;
        int column = x + near % 3 - 1;
        int other = row * width + column;
        if (row >= 0
            && row < height
            && column >= 0
            && column < width
            && ridges[other]
            && !edges[other]) {
          edges[other] = true;
          found.push(other);
        }
      }
    }
    return edges;
  }

  /** Whether the gradient is larger than on both sides, where it points. */
  private boolean isRidge(int y, int x) {
    int at = y * width + x;
    int own = size[at];
    double steepness = Math.abs(along[at]);
    double gentle = Math.abs(across[at]) * TAN_22_5;
    if (steepness < gentle) {
      return own > size(y, x - 1) && own >= size(y, x + 1);
    }
    if (steepness > gentle + 2 * Math.abs(across[at])) {
      return own > size(y - 1, x) && own >= size(y + 1, x);
    }
    int way = (across[at] ^ along[at]) < 0 ? -1 : 1;
    return own > size(y - 1, x - way) && own > size(y + 1, x + way);
  }

  private int size(int y, int x) {
    return y < 0 || y >= height || x < 0 || x >= width ? 0 : size[y * width + x];
  }
}
