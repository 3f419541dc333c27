package fovea.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which labels are probably wrong, by what networks say of images that they never saw. A network is
 * confident that an image shows a class if it gives that class at least the probability that it
 * gives to the class's own images on average; so classes that are hard as a whole don't raise
 * suspicion. An image that a network is confident to be of another class, and thinks more probable
 * than its own, is a suspect.
 *
 * @see <a href="https://arxiv.org/abs/1911.00068">Northcutt et al. 2021, section 3</a>
 */
final class ConfidentLearning {
  private final int classes;
  private final int[] labels;
  private final double[] probabilities;

  /** The mean probability of each class over the images filed under it. */
  private final double[] thresholds;

  /** The class that each image is confidently taken for, or -1. */
  private final int[] confident;

  private final long[][] joint;

  /**
   * @param labels as filed, [N]
   * @param probabilities [N, classes] flattened, each image's by a network that didn't see it
   */
  ConfidentLearning(int classes, int[] labels, double[] probabilities) {
    if (probabilities.length != (long) classes * labels.length) {
      throw new IllegalArgumentException(
          "%d probabilities for %d images of %d classes"
              .formatted(probabilities.length, labels.length, classes));
    }
    this.classes = classes;
    this.labels = labels;
    this.probabilities = probabilities;
    thresholds = thresholds();
    confident = IntStream.range(0, labels.length).map(this::confidentClass).toArray();
    joint = new long[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      if (confident[i] >= 0) {
        joint[labels[i]][confident[i]]++;
      }
    }
  }

  private double[] thresholds() {
    double[] sums = new double[classes];
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      sums[labels[i]] += probability(i, labels[i]);
      counts[labels[i]]++;
    }
    return IntStream.range(0, classes)
        .mapToDouble(c -> counts[c] == 0 ? Double.POSITIVE_INFINITY : sums[c] / counts[c])
        .toArray();
  }

  private int confidentClass(int image) {
    int best = -1;
    for (int c = 0; c < classes; c++) {
      boolean reaches = probability(image, c) >= thresholds[c];
      if (reaches && (best < 0 || probability(image, c) > probability(image, best))) {
        best = c;
      }
    }
    return best;
  }

  double probability(int image, int label) {
    return probabilities[image * classes + label];
  }

  /** The class that an image is confidently taken for, or -1 where there is none. */
  int confident(int image) {
    return confident[image];
  }

  /** How many images of a class (row) are confidently taken for each (column). */
  long[][] joint() {
    return Arrays.stream(joint).map(long[]::clone).toArray(long[][]::new);
  }

  /**
   * How many labels are wrong, by the share of each class's images that are confidently taken for
   * another.
   *
   * @see <a href="https://arxiv.org/abs/1911.00068">Northcutt et al. 2021, equation 3</a>
   */
  double estimatedWrong() {
    double wrong = 0;
    for (int c = 0; c < classes; c++) {
      int label = c;
      long all = Arrays.stream(joint[c]).sum();
      long images = Arrays.stream(labels).filter(own -> own == label).count();
      wrong += all == 0 ? 0 : images * (double) (all - joint[c][c]) / all;
    }
    return wrong;
  }

  /**
   * The images that are confidently taken for another class, which is more probable than their own,
   * those first whose own class is the least probable.
   */
  int[] suspects() {
    return IntStream.range(0, labels.length)
        .filter(i -> confident[i] >= 0 && probability(i, confident[i]) > ofLabel(i))
        .boxed()
        .sorted(Comparator.comparingDouble(this::ofLabel).thenComparing(i -> i))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double ofLabel(int image) {
    return probability(image, labels[image]);
  }
}
