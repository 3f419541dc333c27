package fovea.fewshot;

import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;

/** Features of classes that are each a cloud about a point of their own. */
final class Clouds {
  private Clouds() {}

  /**
   * So many images of each class, classes in turn.
   *
   * @param apart how far the points are from one another, in widths of a cloud
   */
  static LabelledFeatures of(int classes, int images, int size, double apart, long seed) {
    Rng rng = Rng.seeded(seed);
    double[][] points = new double[classes][];
    for (int c = 0; c < classes; c++) {
      points[c] = vector(size, apart, rng);
    }
    float[] values = new float[classes * images * size];
    int[] labels = new int[classes * images];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % classes;
      for (int d = 0; d < size; d++) {
        values[i * size + d] = (float) (points[labels[i]][d] + rng.nextGaussian());
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    return new LabelledFeatures(names, labels, size, values);
  }

  static double[] vector(int size, double scale, Rng rng) {
    double[] vector = new double[size];
    for (int d = 0; d < size; d++) {
      vector[d] = scale * rng.nextGaussian();
    }
    return vector;
  }

  /** Random images to learn from, so many of each class, classes one after the other. */
  static Support support(int ways, int shots, int size, long seed) {
    Rng rng = Rng.seeded(seed);
    double[][] features = new double[ways * shots][];
    int[] labels = new int[ways * shots];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / shots;
      features[i] = vector(size, 1, rng);
      features[i][labels[i] % size] += 1;
    }
    return new Support(features, labels, ways);
  }
}
