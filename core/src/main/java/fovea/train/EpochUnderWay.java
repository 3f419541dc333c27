package fovea.train;

import fovea.data.Batches;

/** The epoch of which some steps are taken. */
final class EpochUnderWay implements AutoCloseable {
  private final int[] images;
  private final Batches batches;
  private final EpochProgress progress;

  /**
   * @param images that it trains on, by their number in the training set, ascending
   */
  EpochUnderWay(int[] images, Batches batches, EpochProgress progress) {
    this.images = images;
    this.batches = batches;
    this.progress = progress;
  }

  int[] images() {
    return images;
  }

  Batches batches() {
    return batches;
  }

  EpochProgress progress() {
    return progress;
  }

  @Override
  public void close() {
    batches.close();
  }
}
