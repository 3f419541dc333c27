package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import fovea.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlurTest {
  /** The product of two Gaussians at each place, the edges going on beyond them. */
  @ParameterizedTest
  @CsvSource({"5, 1", "1, 5", "1, 1", "4, 7"})
  void eachValueIsAMeanWeightedByAGaussian(int height, int width) {
    double deviation = 0.8;
    int reach = 3; // three deviations, rounded up
    Rng rng = Rng.seeded(4);
    float[] image = new float[2 * height * width];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) rng.nextDouble();
    }
    float[] found = Blur.of(image, Shape.of(2, height, width), deviation);
    for (int i = 0; i < image.length; i++) {
      double sum = 0;
      double weights = 0;
      for (int v = -reach; v <= reach; v++) {
        for (int u = -reach; u <= reach; u++) {
          int y = Math.max(0, Math.min(height - 1, i / width % height + v));
          int x = Math.max(0, Math.min(width - 1, i % width + u));
          double weight = Math.exp(-(u * u + v * v) / (2 * deviation * deviation));
          sum += weight * image[(i / (height * width) * height + y) * width + x];
          weights += weight;
        }
      }
      assertThat((double) found[i]).isCloseTo(sum / weights, within(1e-6));
    }
  }
}
