package fovea.train;

import fovea.data.Batches;
import fovea.optim.Schedule;

/** The epoch of which some steps are taken. */
final class EpochUnderWay implements AutoCloseable {
  private final int[] images;
  private final Batches batches;
  private final EpochProgress progress;
  private final Schedule schedule;

  /**
   * @param images that it trains on, by their number in the training set, ascending
   * @param schedule of the run's learning rates, by what the epochs before came to
   */
  EpochUnderWay(int[] images, Batches batches, EpochProgress progress, Schedule schedule) {
    this.images = images;
    this.batches = batches;
    this.progress = progress;
    this.schedule = schedule;
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

  Schedule schedule() {
    return schedule;
  }

  @Override
  public void close() {
    batches.close();
  }
}
