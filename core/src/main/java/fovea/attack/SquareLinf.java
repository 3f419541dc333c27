package fovea.attack;

/**
 * Squares of one colour a channel, at the budget's ends, from vertical stripes.
 *
 * @see <a href="https://arxiv.org/abs/1912.00049">Andriushchenko et al. 2020, algorithm 2</a>
 */
final class SquareLinf extends SquareSearch {
  SquareLinf(Subject subject, Threat threat, PixelGrid grid) {
    super(subject, threat, grid);
  }

  @Override
  float[] start() {
    float[] image = new float[grid().values()];
    for (int c = 0; c < grid().channels(); c++) {
      for (int x = 0; x < grid().width(); x++) {
        fill(image, c, 0, grid().height(), x, 1);
      }
    }
    return image;
  }

  @Override
  float[] changed(float[] image, double share) {
    int side = grid().side(share, 1);
    int top = rng().nextInt(grid().height() - side + 1);
    int left = rng().nextInt(grid().width() - side + 1);
    for (int c = 0; c < grid().channels(); c++) {
      fill(image, c, top, side, left, side);
    }
    return image;
  }

  /** A step of twice the budget in either direction ends at the budget's end. */
  private void fill(float[] image, int channel, int top, int rows, int left, int columns) {
    float[] clean = subject().clean();
    double change = sign() * epsilon();
    for (int y = top; y < top + rows; y++) {
      for (int x = left; x < left + columns; x++) {
        int at = grid().at(channel, y, x);
        image[at] = (float) (clean[at] + change);
      }
    }
  }
}
