package fovea.similar;

import java.util.List;

/** Says which of many vectors are nearest to another. Any number of threads may ask at once. */
public sealed interface Neighbours extends AutoCloseable permits ExactNeighbours, GraphNeighbours {
  /** How many vectors there are. */
  int size();

  int dimensions();

  /**
   * The nearest, the nearest first.
   *
   * @param unit a vector of length 1
   * @param count at least 1; there may be fewer
   */
  List<Neighbour> nearest(float[] unit, int count);

  /**
   * For each vector the nearest others.
   *
   * @param threads their number doesn't change what is found
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  List<List<Neighbour>> ofEach(int count, int threads);

  @Override
  void close();
}
