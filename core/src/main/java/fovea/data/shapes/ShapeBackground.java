package fovea.data.shapes;

/**
 * What is behind a shape: for each point a share in [0, 1], by which two similar colours are mixed.
 */
@FunctionalInterface
interface ShapeBackground {
  double share(double x, double y);

  static ShapeBackground random(int size, RandomChoices random) {
    return switch (random.count(0, 3)) {
      case 0 -> (x, y) -> 0;
      case 1 -> gradient(size, random);
      case 2 -> clouds(size, random);
      default -> weave(random);
    };
  }

  private static ShapeBackground gradient(int size, RandomChoices random) {
    double angle = random.angle();
    double half = size / 2.0;
    return (x, y) ->
        0.5
            + 0.5
                * ((x - half) * Math.cos(angle) + (y - half) * Math.sin(angle))
                / (half * Math.sqrt(2));
  }

  /** Random shares on a coarse grid, and smoothly between. */
  private static ShapeBackground clouds(int size, RandomChoices random) {
    int cells = random.count(3, 9);
    double[][] grid = new double[cells + 2][cells + 2];
    for (double[] row : grid) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.between(0, 1);
      }
    }
    return (x, y) -> {
      double column = x * cells / size;
      double row = y * cells / size;
      int i = (int) row;
      int j = (int) column;
      double above = mix(grid[i][j], grid[i][j + 1], smooth(column - j));
      double below = mix(grid[i + 1][j], grid[i + 1][j + 1], smooth(column - j));
      return mix(above, below, smooth(row - i));
    };
  }

  /** Two crossing waves, as in cloth. */
  private static ShapeBackground weave(RandomChoices random) {
    double angle = random.angle();
    double across = 2 * Math.PI / random.between(2.5, 6);
    double along = 2 * Math.PI / random.between(2.5, 6);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return (x, y) ->
        0.5
            + 0.25 * Math.sin(across * (x * cos + y * sin))
            + 0.25 * Math.sin(along * (y * cos - x * sin));
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }
}
