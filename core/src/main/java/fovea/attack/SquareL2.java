package fovea.attack;

/**
 * Squares of two opposite bumps, to which the budget of another square is moved; from five by five
 * such squares.
 *
 * @see <a href="https://arxiv.org/abs/1912.00049">Andriushchenko et al. 2020, algorithm 3</a>
 */
final class SquareL2 extends SquareSearch {
  private static final int TILES = 5;

  SquareL2(Subject subject, Threat threat, PixelGrid grid) {
    super(subject, threat, grid);
  }

  private record Window(int top, int left, int side) {
    boolean holds(int row, int column) {
      return row >= top && row < top + side && column >= left && column < left + side;
    }
  }

  @Override
  float[] start() {
    int smaller = Math.min(grid().height(), grid().width());
    int side = Math.max(1, smaller / TILES);
    int tiles = Math.min(TILES, smaller);
    int above = (grid().height() - tiles * side) / 2;
    int before = (grid().width() - tiles * side) / 2;
    float[] change = new float[grid().values()];
    for (int row = 0; row < tiles; row++) {
      for (int column = 0; column < tiles; column++) {
        Window window = new Window(above + row * side, before + column * side, side);
        double[][] bumps = Bumps.random(side, rng());
        for (int c = 0; c < grid().channels(); c++) {
          put(change, c, window, bumps, sign());
        }
      }
    }
    return atFullBudget(change);
  }

  @Override
  float[] changed(float[] image, double share) {
    float[] clean = subject().clean();
    float[] change = new float[image.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = image[i] - clean[i];
    }
    int side = odd(grid().side(share, 3));
    Window gaining = window(side);
    Window losing = window(side);
    double length = Norm.L2.of(change);
    double unused = Math.max(0, epsilon() * epsilon() - length * length) / grid().channels();
    double[][] bumps = Bumps.random(side, rng());
    for (int c = 0; c < grid().channels(); c++) {
      double available = Math.sqrt(unused + energy(change, c, gaining, losing));
      double[][] mixed = mixed(change, c, gaining, bumps);
      clear(change, c, losing);
      put(change, c, gaining, mixed, available);
    }
    return atFullBudget(change);
  }

  /** Halves of opposite signs are alike where the side is odd; never larger than the image. */
  private int odd(int side) {
    return side % 2 == 1 || side == Math.min(grid().height(), grid().width()) ? side : side + 1;
  }

  private Window window(int side) {
    return new Window(
        rng().nextInt(grid().height() - side + 1), rng().nextInt(grid().width() - side + 1), side);
  }

  /** The sum of squares of a channel in either window. */
  private double energy(float[] change, int channel, Window one, Window other) {
    double sum = 0;
    for (int y = 0; y < grid().height(); y++) {
      for (int x = 0; x < grid().width(); x++) {
        if (one.holds(y, x) || other.holds(y, x)) {
          float value = change[grid().at(channel, y, x)];
          sum += (double) value * value;
        }
      }
    }
    return sum;
  }

  /** The bumps, up or down, and what is in the window already at length 1; both at length 1. */
  private double[][] mixed(float[] change, int channel, Window window, double[][] bumps) {
    double old = Math.sqrt(energy(change, channel, window, window));
    int up = sign();
    double[][] mixed = new double[window.side][window.side];
    double sum = 0;
    for (int y = 0; y < window.side; y++) {
      for (int x = 0; x < window.side; x++) {
        float before = change[grid().at(channel, window.top + y, window.left + x)];
        mixed[y][x] = up * bumps[y][x] + (old == 0 ? 0 : before / old);
        sum += mixed[y][x] * mixed[y][x];
      }
    }
    return Bumps.scaled(mixed, sum == 0 ? 0 : 1 / Math.sqrt(sum));
  }

  private void clear(float[] change, int channel, Window window) {
    put(change, channel, window, new double[window.side][window.side], 0);
  }

  private void put(float[] change, int channel, Window window, double[][] values, double factor) {
    for (int y = 0; y < window.side; y++) {
      for (int x = 0; x < window.side; x++) {
        int at = grid().at(channel, window.top + y, window.left + x);
        change[at] = (float) (factor * values[y][x]);
      }
    }
  }

  private float[] atFullBudget(float[] change) {
    float[] clean = subject().clean();
    Norm.L2.ascend(change);
    for (int i = 0; i < change.length; i++) {
      change[i] = (float) (clean[i] + epsilon() * change[i]);
    }
    return change;
  }
}
