package fovea.fewshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The images that classes are learnt from, by their features.
 *
 * @param features [N][D]
 * @param labels [N], in [0, ways), of each at least one
 * @param ways classes
 */
@SuppressWarnings("ArrayRecordComponent") // made once for an episode
public record Support(double[][] features, int[] labels, int ways) {
  /**
   * @throws IllegalArgumentException if a class has no image, or a label is none of a class
   */
  public Support {
    int[] counts = new int[ways];
    for (int label : labels) {
      counts[label]++;
    }
    if (features.length != labels.length || Arrays.stream(counts).anyMatch(count -> count == 0)) {
      throw new IllegalArgumentException(
          "%d images to learn %d classes from, of each %s, expected at least one of each"
              .formatted(features.length, ways, Arrays.toString(counts)));
    }
  }

  int size() {
    return labels.length;
  }

  /** The same images with other features, each made of its own. */
  Support with(UnaryOperator<double[]> change) {
    return new Support(Arrays.stream(features).map(change).toArray(double[][]::new), labels, ways);
  }

  /** The mean of each class, [ways][D]. */
  double[][] prototypes() {
    double[][] prototypes = new double[ways][];
    for (int c = 0; c < ways; c++) {
      List<double[]> own = new ArrayList<>();
      for (int i = 0; i < size(); i++) {
        if (labels[i] == c) {
          own.add(features[i]);
        }
      }
      prototypes[c] = Vectors.mean(own);
    }
    return prototypes;
  }
}
