package fovea.evaluate;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How sure a network is of each image, what that costs it, and whether it is right. */
final class Confidences {
  static final int BINS = 15;

  private final double[] confidence;
  private final boolean[] right;
  private final double[] loss;
  private final double[] brier;
  private final int[] bin;
  private final int[] massBin;
  private final Ranking ranking;

  Confidences(Outputs<?> outputs) {
    int images = outputs.size();
    confidence = new double[images];
    right = new boolean[images];
    loss = new double[images];
    brier = new double[images];
    bin = new int[images];
    for (int i = 0; i < images; i++) {
      double[] probabilities = outputs.probabilities(i);
      confidence[i] = probabilities[outputs.predicted(i)];
      right[i] = outputs.predicted(i) == outputs.label(i);
      loss[i] = outputs.loss(i);
      for (int c = 0; c < probabilities.length; c++) {
        double off = probabilities[c] - (c == outputs.label(i) ? 1 : 0);
        brier[i] += off * off;
      }
      bin[i] = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(BINS * confidence[i]) - 1));
    }
    ranking = Ranking.of(LogOdds.ofPredicted(outputs));
    massBin = new int[images];
    for (int b = 0; b < BINS; b++) {
      for (long place = (long) b * images / BINS; place < (b + 1L) * images / BINS; place++) {
        massBin[ranking.image((int) place)] = b;
      }
    }
  }

  /** Loss, Brier score, and the two calibration errors. */
  double[] figures(int[] weights) {
    return new double[] {
      mean(loss, weights),
      mean(brier, weights),
      error(equalWidth(weights)),
      error(equalMass(weights))
    };
  }

  /** Loss and Brier score. */
  double[] scores(int[] weights) {
    return new double[] {mean(loss, weights), mean(brier, weights)};
  }

  /** Which images are right, if each is as often as it is sure. */
  boolean[] drawn(Rng rng) {
    boolean[] drawn = new boolean[confidence.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = rng.nextDouble() < confidence[i];
    }
    return drawn;
  }

  /** The expected calibration error if other images were right. */
  double errorOfEqualWidth(boolean[] others) {
    return error(bin, others);
  }

  /** The same in bins of equally many images. */
  double errorOfEqualMass(boolean[] others) {
    return error(massBin, others);
  }

  private double error(int[] bins, boolean[] others) {
    double[] off = new double[BINS];
    for (int i = 0; i < others.length; i++) {
      off[bins[i]] += (others[i] ? 1 : 0) - confidence[i];
    }
    return Arrays.stream(off).map(Math::abs).sum() / others.length;
  }

  private static double mean(double[] values, int[] weights) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      count += weights[i];
    }
    return sum / count;
  }

  /** Sums over the images of a bin. */
  private static final class Sums {
    private double lowest = Double.NaN;
    private double highest = Double.NaN;
    private long images;
    private double confidence;
    private long right;

    void add(double oneConfidence, boolean oneRight, long count) {
      lowest = images == 0 ? oneConfidence : lowest;
      highest = oneConfidence;
      images += count;
      confidence += count * oneConfidence;
      right += oneRight ? count : 0;
    }

    ReliabilityBin within(double from, double to) {
      return new ReliabilityBin(from, to, images, confidence / images, (double) right / images);
    }
  }

  private static double error(Sums[] bins) {
    double off = 0;
    long images = 0;
    for (Sums one : bins) {
      off += Math.abs(one.right - one.confidence);
      images += one.images;
    }
    return off / images;
  }

  private Sums[] equalWidth(int[] weights) {
    Sums[] bins = empty();
    for (int i = 0; i < weights.length; i++) {
      bins[bin[i]].add(confidence[i], right[i], weights[i]);
    }
    return bins;
  }

  /** Bin b ends with the (b + 1) n / 15 th of n images, rounded down. */
  private Sums[] equalMass(int[] weights) {
    long all = 0;
    for (int weight : weights) {
      all += weight;
    }
    Sums[] bins = empty();
    int b = 0;
    long before = 0;
    for (int place = 0; place < ranking.size(); place++) {
      int image = ranking.image(place);
      int left = weights[image];
      while (left > 0) {
        long end = (b + 1) * all / BINS;
        int here = (int) Math.min(left, end - before);
        if (here > 0) {
          bins[b].add(confidence[image], right[image], here);
          before += here;
          left -= here;
        }
        b += before == end ? 1 : 0;
      }
    }
    return bins;
  }

  private static Sums[] empty() {
    Sums[] bins = new Sums[BINS];
    for (int b = 0; b < BINS; b++) {
      bins[b] = new Sums();
    }
    return bins;
  }

  List<ReliabilityBin> binsOfEqualWidth() {
    Sums[] sums = equalWidth(Bootstrap.once(confidence.length));
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      bins.add(sums[b].within((double) b / BINS, (double) (b + 1) / BINS));
    }
    return List.copyOf(bins);
  }

  List<ReliabilityBin> binsOfEqualMass() {
    List<ReliabilityBin> bins = new ArrayList<>();
    for (Sums sums : equalMass(Bootstrap.once(confidence.length))) {
      bins.add(sums.within(sums.lowest, sums.highest));
    }
    return List.copyOf(bins);
  }
}
