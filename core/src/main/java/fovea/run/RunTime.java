package fovea.run;

/**
 * How long a run takes, as far as a few of its steps tell.
 *
 * @param epochs if none of them stops it early
 * @param stepsPerEpoch of an epoch that leaves no image out
 * @param training seconds of all steps
 * @param validating seconds of judging the validation images, after all epochs together
 * @param judging seconds after the last epoch: the test and training images, and validation again
 */
public record RunTime(
    int epochs, int stepsPerEpoch, double training, double validating, double judging) {

  /** Of the whole run. */
  public double seconds() {
    return training + validating + judging;
  }

  /** Of a step, on average. */
  public double secondsPerStep() {
    return training / epochs / stepsPerEpoch;
  }

  /** How many epochs of the kind are over, and judged, within so many seconds; may be none. */
  int epochsWithin(double seconds) {
    double epoch = (training + validating) / epochs;
    return (int) Math.max(0, Math.min(100_000, (seconds - judging) / epoch));
  }

  /** As it would be with another number of epochs. */
  RunTime with(int otherEpochs) {
    double times = (double) otherEpochs / epochs;
    return new RunTime(otherEpochs, stepsPerEpoch, times * training, times * validating, judging);
  }
}
