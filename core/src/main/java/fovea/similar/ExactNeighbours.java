package fovea.similar;

import fovea.tensor.Autograd;
import fovea.tensor.Lanes;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Compares with every vector. */
public final class ExactNeighbours implements Neighbours {
  /** A tile of products takes 4 MB. */
  private static final int ROWS = 256;

  private static final int COLUMNS = 4096;

  private final UnitVectors vectors;

  public ExactNeighbours(UnitVectors vectors) {
    this.vectors = vectors;
  }

  @Override
  public int size() {
    return vectors.size();
  }

  @Override
  public int dimensions() {
    return vectors.dimensions();
  }

  @Override
  public List<Neighbour> nearest(float[] unit, int count) {
    requireDimensions(unit.length);
    Best best = new Best(Math.min(count, size()));
    for (int i = 0; i < size(); i++) {
      best.offer(i, vectors.dot(i, unit));
    }
    return best.list();
  }

  /**
   * For each of other vectors the nearest of these.
   *
   * @param threads their number doesn't change what is found
   */
  public List<List<Neighbour>> nearest(UnitVectors others, int count, int threads) {
    requireDimensions(others.dimensions());
    return nearest(others, count, threads, false);
  }

  @Override
  public List<List<Neighbour>> ofEach(int count, int threads) {
    return nearest(vectors, count, threads, true);
  }

  private void requireDimensions(int found) {
    if (found != dimensions()) {
      throw new IllegalArgumentException(
          "a vector of %d dimensions beside others of %d".formatted(found, dimensions()));
    }
  }

  /**
   * @param themselves whether the others are these, of which none is its own neighbour
   */
  private List<List<Neighbour>> nearest(
      UnitVectors others, int count, int threads, boolean themselves) {
    int there = Math.max(0, size() - (themselves ? 1 : 0));
    Best[] best = Best.several(others.size(), Math.min(count, there));
    if (there > 0) {
      try (Lanes lanes = new Lanes(threads)) {
        lanes.eachUnlessInterrupted(
            (others.size() + ROWS - 1) / ROWS,
            (tile, lane) -> compare(others, tile * ROWS, best, themselves));
      }
    }
    return Arrays.stream(best).map(Best::list).toList();
  }

  /** Some vectors with all of these. */
  private void compare(UnitVectors others, int start, Best[] best, boolean themselves) {
    int end = Math.min(others.size(), start + ROWS);
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor asked = rows(others, start, end);
      for (int column = 0; column < size(); column += COLUMNS) {
        int columns = Math.min(size(), column + COLUMNS) - column;
        float[] cosines = products(asked, column, columns);
        for (int i = start; i < end; i++) {
          int row = (i - start) * columns;
          for (int j = 0; j < columns; j++) {
            if (!themselves || column + j != i) {
              best[i].offer(column + j, cosines[row + j]);
            }
          }
        }
      }
    }
  }

  private float[] products(Tensor asked, int column, int columns) {
    try (Scope ofTile = Scope.open()) {
      return asked.matmul(rows(vectors, column, column + columns).transpose(0, 1)).toFloats();
    }
  }

  private static Tensor rows(UnitVectors from, int start, int end) {
    int d = from.dimensions();
    return Tensor.of(Arrays.copyOfRange(from.values(), start * d, end * d), end - start, d);
  }

  /** Nothing is open. */
  @Override
  public void close() {}
}
