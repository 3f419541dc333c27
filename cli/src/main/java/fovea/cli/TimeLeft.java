package fovea.cli;

import fovea.data.Batches;
import fovea.recipe.Recipe;
import fovea.train.EpochRecord;
import fovea.train.RunFacts;

/**
 * How long a run will go on, by the epochs so far: those of smaller images, of the head alone or
 * that leave images out take less time than others, and judging takes the same after each.
 */
final class TimeLeft {
  /** Of an epoch, at which the size of images is looked up. */
  private static final int SAMPLES = 16;

  /** No backward pass of frozen layers, which is two thirds; batches are prepared as for others. */
  private static final double HEAD_ALONE = 0.4;

  private final Recipe recipe;
  private final int images;

  /** Work until the end of each epoch; 0 at first. */
  private final double[] until;

  private double work;
  private double training;
  private double judging;
  private int seen;

  TimeLeft(RunFacts run) {
    recipe = run.recipe();
    images = run.trainImages();
    int epochs = recipe.epochs();
    until = new double[epochs + 1];
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int steps = Batches.perEpoch(trained(epoch), recipe.batchSize());
      double alone = epoch <= recipe.headEpochs() ? HEAD_ALONE : 1;
      until[epoch] = until[epoch - 1] + alone * steps * area(epoch, run.stepsPerEpoch());
    }
  }

  /** Images of an epoch. */
  private int trained(int epoch) {
    return images - recipe.skipping().skipped(epoch, recipe.epochs(), images);
  }

  /** Of an epoch's images, as a share of the network's own, on average. */
  private double area(int epoch, int stepsPerEpoch) {
    int full = Math.toIntExact(DataArgument.input(recipe).size(1));
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      long at = SAMPLES * (epoch - 1L) + i;
      long all = (long) SAMPLES * recipe.epochs();
      long steps = (long) stepsPerEpoch * recipe.epochs();
      int size = recipe.progressive().size(at * steps / all, steps, full);
      sum += (double) size * size / full / full;
    }
    return sum / SAMPLES;
  }

  /**
   * The share of all training that is done, from 0 to 1.
   *
   * @param epoch counted from 1; one more than there are, at the end
   * @param within the share of the epoch's steps that are taken
   */
  double share(int epoch, double within) {
    double begin = until[epoch - 1];
    double end = until[Math.min(epoch, until.length - 1)];
    return (begin + within * (end - begin)) / until[until.length - 1];
  }

  /** Seconds from the end of an epoch on, which is counted in. */
  double after(EpochRecord epoch) {
    int last = epoch.epoch();
    double trained = Math.min(epoch.seconds(), trained(last) / epoch.imagesPerSecond());
    training += trained;
    judging += epoch.seconds() - trained;
    work += until[last] - until[last - 1];
    seen++;
    double left = until[until.length - 1] - until[last];
    return left * training / work + (double) (recipe.epochs() - last) * judging / seen;
  }
}
