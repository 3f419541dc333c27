package fovea.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a model achieves on a set of images.
 *
 * @param images how many were judged
 * @param accuracy share of images whose most probable class is the true one, in [0, 1]
 * @param loss mean cross-entropy over the images, natural logarithm, without label smoothing
 * @param perClass in the order of the classes
 * @param confusionMatrix counts of images, [true class][predicted class]
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record Evaluation(
    int images,
    double accuracy,
    double loss,
    List<ClassResult> perClass,
    long[][] confusionMatrix) {

  public Evaluation {
    perClass = List.copyOf(perClass);
    confusionMatrix = copy(confusionMatrix);
  }

  /**
   * All figures of a network by what it said of each image. The loss is computed in double and
   * summed in the order of the images.
   */
  public static Evaluation of(Outputs<?> outputs) {
    int[] labels = IntStream.range(0, outputs.size()).map(outputs::label).toArray();
    int[] predicted = IntStream.range(0, outputs.size()).map(outputs::predicted).toArray();
    double[] losses = IntStream.range(0, outputs.size()).mapToDouble(outputs::loss).toArray();
    return of(outputs.classes(), labels, predicted, losses);
  }

  /** All figures from what is known of each image. */
  static Evaluation of(List<String> classes, int[] labels, int[] predicted, double[] losses) {
    long[][] confusion = new long[classes.size()][classes.size()];
    double lossSum = 0;
    for (int i = 0; i < labels.length; i++) {
      confusion[labels[i]][predicted[i]]++;
      lossSum += losses[i];
    }
    return of(confusion, classes, lossSum);
  }

  /**
   * All figures from their sufficient statistics.
   *
   * @param confusion counts, [true class][predicted class], K x K
   * @param classes K names
   * @param lossSum cross-entropy summed over all images
   * @throws IllegalArgumentException if the matrix isn't K x K, has a negative count or no image
   */
  public static Evaluation of(long[][] confusion, List<String> classes, double lossSum) {
    int k = classes.size();
    check(confusion, k);
    long[] truth = new long[k];
    long[] predicted = new long[k];
    long images = 0;
    long right = 0;
    for (int t = 0; t < k; t++) {
      right += confusion[t][t];
      for (int p = 0; p < k; p++) {
        truth[t] += confusion[t][p];
        predicted[p] += confusion[t][p];
        images += confusion[t][p];
      }
    }
    if (images == 0) {
      throw new IllegalArgumentException("an evaluation needs at least one image");
    }
    List<ClassResult> perClass = new ArrayList<>();
    for (int c = 0; c < k; c++) {
      long hits = confusion[c][c];
      perClass.add(
          new ClassResult(
              classes.get(c),
              truth[c] == 0 ? null : share(hits, predicted[c]),
              truth[c] == 0 ? null : share(hits, truth[c]),
              truth[c] == 0 ? null : share(2 * hits, predicted[c] + truth[c]),
              truth[c]));
    }
    return new Evaluation(
        Math.toIntExact(images), share(right, images), lossSum / images, perClass, confusion);
  }

  /**
   * Mean of the classes' F1, each class counting alike: those that have images, and with 0 those
   * that have none and were predicted, as in scikit-learn.
   */
  public double macroF1() {
    return IntStream.range(0, perClass.size())
        .filter(c -> perClass.get(c).support() > 0 || wasPredicted(c))
        .mapToObj(c -> perClass.get(c).f1())
        .mapToDouble(f1 -> f1 == null ? 0 : f1)
        .average()
        .orElse(0);
  }

  /** Mean recall of the classes that have images, each counting alike. */
  public double balancedAccuracy() {
    return perClass.stream()
        .map(ClassResult::recall)
        .filter(Objects::nonNull)
        .mapToDouble(recall -> recall)
        .average()
        .orElse(0);
  }

  private boolean wasPredicted(int c) {
    return Arrays.stream(confusionMatrix).anyMatch(row -> row[c] > 0);
  }

  /** A copy, so that nobody can change the result. */
  @Override
  public long[][] confusionMatrix() {
    return copy(confusionMatrix);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Evaluation that
        && images == that.images
        && accuracy == that.accuracy
        && loss == that.loss
        && perClass.equals(that.perClass)
        && Arrays.deepEquals(confusionMatrix, that.confusionMatrix);
  }

  @Override
  public int hashCode() {
    return 31 * perClass.hashCode() + Arrays.deepHashCode(confusionMatrix);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static void check(long[][] confusion, int classes) {
    boolean square =
        confusion.length == classes
            && Arrays.stream(confusion).allMatch(row -> row.length == classes);
    if (!square) {
      throw new IllegalArgumentException(
          "a confusion matrix of %d rows doesn't fit %d classes"
              .formatted(confusion.length, classes));
    }
    if (Arrays.stream(confusion).flatMapToLong(Arrays::stream).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("a confusion matrix has no negative counts");
    }
  }

  private static long[][] copy(long[][] matrix) {
    return Arrays.stream(matrix).map(long[]::clone).toArray(long[][]::new);
  }
}
