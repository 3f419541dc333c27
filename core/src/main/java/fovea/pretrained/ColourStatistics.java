package fovea.pretrained;

import fovea.nn.Normalize;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How images are normalised: mean and standard deviation of red, green and blue in [0, 1].
 *
 * @param std above 0
 */
public record ColourStatistics(List<Float> mean, List<Float> std) {
  public ColourStatistics {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** Has a network's images normalised so. */
  void set(Normalize normalize) {
    normalize.set(array(mean), array(std));
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  @Override
  public String toString() {
    return "mean %s and standard deviation %s of red, green, blue"
        .formatted(listed(mean), listed(std));
  }

  private static String listed(List<Float> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
