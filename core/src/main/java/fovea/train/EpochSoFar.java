package fovea.train;

/**
 * What an epoch under way has come to, as a checkpoint keeps it: sums, so that the epoch's figures
 * are the same bits whether or not it was interrupted.
 *
 * @param steps taken
 * @param images trained on
 * @param lossSum over these images
 * @param right sum of what counts as right, an image 1 at most
 * @param learningRate of the last step
 * @param seconds spent on the steps
 */
public record EpochSoFar(
    int steps, long images, double lossSum, double right, double learningRate, double seconds) {
  static final EpochSoFar NOTHING = new EpochSoFar(0, 0, 0, 0, 0, 0);
}
