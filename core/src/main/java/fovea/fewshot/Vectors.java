package fovea.fewshot;

import java.util.Arrays;
import java.util.List;

/** What is computed with features, each a vector of doubles. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  static double length(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  static double[] difference(double[] one, double[] other) {
    double[] difference = new double[one.length];
    Arrays.setAll(difference, i -> one[i] - other[i]);
    return difference;
  }

  /** Of length 1; one without a direction stays as it is. */
  static double[] normalised(double[] vector) {
    double length = length(vector);
    return length == 0 ? vector : Arrays.stream(vector).map(value -> value / length).toArray();
  }

  static double[] mean(List<double[]> vectors) {
    double[] mean = new double[vectors.get(0).length];
    for (double[] vector : vectors) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += vector[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= vectors.size();
    }
    return mean;
  }

  static int largest(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
