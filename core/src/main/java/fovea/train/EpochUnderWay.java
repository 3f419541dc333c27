package fovea.train;

import fovea.data.Batches;

/** The epoch of which some steps are taken. */
final class EpochUnderWay implements AutoCloseable {
  private final int[] images;
  private final Batches batches;
  private final EpochProgress progress;
  private final double rate;

  /**
   * @param images that it trains on, by their number in the training set, ascending
   * @param rate multiplies the schedule's, by what the epochs before came to
   */
  EpochUnderWay(int[] images, Batches batches, EpochProgress progress, double rate) {
    this.images = images;
    this.batches = batches;
    this.progress = progress;
    this.rate = rate;
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

  double rate() {
    return rate;
  }

  @Override
  public void close() {
    batches.close();
  }
}
