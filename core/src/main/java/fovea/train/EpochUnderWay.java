package fovea.train;

import fovea.data.Batches;

/**
 * The epoch of which some steps are taken.
 *
 * @param images that it trains on, by their number in the training set, ascending
 */
record EpochUnderWay(int[] images, Batches batches, EpochProgress progress)
    implements AutoCloseable {
  @Override
  public void close() {
    batches.close();
  }
}
