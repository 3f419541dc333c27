package fovea.fewshot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The row of a class that is learnt from photos: the mean of the other rows, and what points from
 * the centre to the photos' mean.
 *
 * @param others of the classes that the model has
 * @param features of the photos
 * @param centre where features lie in general
 */
@SuppressWarnings("ArrayRecordComponent") // not changed
record NewRow(HeadRows others, List<double[]> features, double[] centre) {
  /**
   * How long the row is beside the others. One made of five photos is less sure of its direction
   * than those that were trained, and as long as they are it would take more from them.
   */
  static final double LENGTH = 0.6;

  /** How much of what a photo says of itself another of its class says, where there is no other. */
  private static final double LIKENESS = 0.5;

  /**
   * @param offset added to the class's logit
   */
  HeadRows.Row ofAll(double offset) {
    return of(features, 1, offset);
  }

  /** One for each photo, by the other photos. */
  List<HeadRows.Row> ofOthers(double offset) {
    if (features.size() == 1) {
      return List.of(of(features, LIKENESS, offset));
    }
    return IntStream.range(0, features.size())
        .mapToObj(
            left -> {
              List<double[]> rest = new ArrayList<>(features);
              rest.remove(left);
              return of(rest, 1, offset);
            })
        .toList();
  }

  private HeadRows.Row of(List<double[]> some, double share, double offset) {
    double[] direction = Vectors.normalised(Vectors.difference(Vectors.mean(some), centre));
    HeadRows.Row mean = others.mean();
    double length = share * LENGTH * others.spread();
    double constant = mean.bias() + offset - length * Vectors.dot(direction, centre);
    // Without a bias, the features in general stand for the constant 1.
    double square = Vectors.dot(centre, centre);
    double ofCentre = others.biased() || square == 0 ? 0 : constant / square;
    double[] weights = new double[direction.length];
    for (int d = 0; d < weights.length; d++) {
      weights[d] = mean.weights()[d] + length * direction[d] + ofCentre * centre[d];
    }
    return new HeadRows.Row(weights, others.biased() ? constant : 0);
  }
}
