package fovea.image.vp8;

/** Smooths the edges of macroblocks and of blocks (RFC 6386, section 15). */
final class LoopFilter {
  private final byte[] s;
  private final int stride;

  LoopFilter(Plane plane) {
    this.s = plane.samples();
    this.stride = plane.stride();
  }

  /**
   * One macroblock of a plane, in the order that the format asks for.
   *
   * @param size of the macroblock in this plane, 16 or 8
   * @param blocks whether edges within it are smoothed, too
   */
  void macroblock(
      int at, int size, Filter filter, boolean simple, boolean left, boolean top, boolean blocks) {
    direction(at, 1, stride, size, filter, simple, left, blocks);
    direction(at, stride, 1, size, filter, simple, top, blocks);
  }

  private void direction(
      int at,
      int across,
      int along,
      int size,
      Filter filter,
      boolean simple,
      boolean outer,
      boolean blocks) {
    int limit = 2 * filter.edge() + 1;
    if (outer) {
      if (simple) {
        simple(at, across, along, size, limit + 8);
      } else {
        outer(at, across, along, size, filter, limit + 8);
      }
    }
    for (int i = 4; blocks && i < size; i += 4) {
      if (simple) {
        simple(at + i * across, across, along, size, limit);
      } else {
        inner(at + i * across, across, along, size, filter, limit);
      }
    }
  }

  private void simple(int from, int across, int along, int size, int limit) {
    for (int i = 0, at = from; i < size; i++, at += along) {
      if (4 * step(at, at - across) + step(at - 2 * across, at + across) <= limit) {
        two(at, across);
      }
    }
  }

  private void outer(int from, int across, int along, int size, Filter filter, int limit) {
    for (int i = 0, at = from; i < size; i++, at += along) {
      if (smooth(at, across, filter.inner(), limit)) {
        if (varies(at, across, filter.variance())) {
          two(at, across);
        } else {
          six(at, across);
        }
      }
    }
  }

  private void inner(int from, int across, int along, int size, Filter filter, int limit) {
    for (int i = 0, at = from; i < size; i++, at += along) {
      if (smooth(at, across, filter.inner(), limit)) {
        if (varies(at, across, filter.variance())) {
          two(at, across);
        } else {
          four(at, across);
        }
      }
    }
  }

  private boolean smooth(int at, int across, int inner, int limit) {
    return 4 * step(at, at - across) + step(at - 2 * across, at + across) <= limit
        && step(at - 4 * across, at - 3 * across) <= inner
        && step(at - 3 * across, at - 2 * across) <= inner
        && step(at - 2 * across, at - across) <= inner
        && step(at + 3 * across, at + 2 * across) <= inner
        && step(at + 2 * across, at + across) <= inner
        && step(at + across, at) <= inner;
  }

  private boolean varies(int at, int across, int variance) {
    return step(at - 2 * across, at - across) > variance || step(at + across, at) > variance;
  }

  private int step(int one, int other) {
    return Math.abs((s[one] & 0xff) - (s[other] & 0xff));
  }

  private int difference(int one, int other) {
    return (s[one] & 0xff) - (s[other] & 0xff);
  }

  private void two(int at, int across) {
    int a = 3 * difference(at, at - across) + signed(difference(at - 2 * across, at + across));
    change(at - across, signed(a + 3) >> 3);
    change(at, -(signed(a + 4) >> 3));
  }

  private void four(int at, int across) {
    int a = 3 * difference(at, at - across);
    int a1 = signed(a + 4) >> 3;
    int a2 = signed(a + 3) >> 3;
    int a3 = (a1 + 1) >> 1;
    change(at - 2 * across, a3);
    change(at - across, a2);
    change(at, -a1);
    change(at + across, -a3);
  }

  private void six(int at, int across) {
    int a =
        signed(3 * difference(at, at - across) + signed(difference(at - 2 * across, at + across)));
    int a1 = (27 * a + 63) >> 7;
    int a2 = (18 * a + 63) >> 7;
    int a3 = (9 * a + 63) >> 7;
    change(at - 3 * across, a3);
    change(at - 2 * across, a2);
    change(at - across, a1);
    change(at, -a1);
    change(at + across, -a2);
    change(at + 2 * across, -a3);
  }

  private void change(int at, int by) {
    int value = (s[at] & 0xff) + by;
    s[at] = (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  private static int signed(int value) {
    return value < -128 ? -128 : Math.min(value, 127);
  }
}
