package fovea.evaluate;

import fovea.data.Split;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much better a model is on images that it was trained on, without augmentation, than on
 * others.
 *
 * @param trainImages training images judged
 * @param gap accuracy on them minus accuracy on the others
 * @param interval of the gap, or null without resamples, or where all are alike
 * @param lossGap loss on the others minus loss on them
 * @param lossInterval of the loss gap, or null without resamples, or where all are alike
 */
public record GeneralisationGap(
    int trainImages,
    double trainAccuracy,
    double gap,
    @Nullable Interval interval,
    double trainLoss,
    double lossGap,
    @Nullable Interval lossInterval) {

  /**
   * That of a model.
   *
   * @param train what it gives for images that it was trained on
   * @param others what it gives for images that it never saw
   * @param bootstrap gives the intervals; draws from each of the two for itself
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static GeneralisationGap of(
      Outputs<Split.Train> train, Outputs<?> others, Bootstrap bootstrap) {
    int trained = train.size();
    int[] right = new int[trained + others.size()];
    double[] loss = new double[right.length];
    for (int i = 0; i < right.length; i++) {
      Outputs<?> from = i < trained ? train : others;
      int image = i < trained ? i : i - trained;
      right[i] = from.predicted(image) == from.label(image) ? 1 : 0;
      loss[i] = from.loss(image);
    }
    Bootstrap.Figures gaps = weights -> gaps(right, loss, weights, trained);
    int[] once = Bootstrap.once(right.length);
    double[] found = gaps.of(once);
    List<@Nullable Interval> intervals = bootstrap.intervals(gaps, trained, others.size());
    return new GeneralisationGap(
        trained,
        means(right, loss, once, 0, trained)[0],
        found[0],
        intervals.get(0),
        means(right, loss, once, 0, trained)[1],
        found[1],
        intervals.get(1));
  }

  private static double[] gaps(int[] right, double[] loss, int[] weights, int trained) {
    double[] train = means(right, loss, weights, 0, trained);
    double[] others = means(right, loss, weights, trained, right.length);
    return new double[] {train[0] - others[0], others[1] - train[1]};
  }

  /** Accuracy and loss of the images from one to below another. */
  private static double[] means(int[] right, double[] loss, int[] weights, int from, int to) {
    long count = 0;
    long hits = 0;
    double sum = 0;
    for (int i = from; i < to; i++) {
      count += weights[i];
      hits += (long) weights[i] * right[i];
      sum += weights[i] * loss[i];
    }
    return new double[] {(double) hits / count, sum / count};
  }
}
