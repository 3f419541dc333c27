package fovea.audit;

import java.util.Arrays;
import java.util.List;

/**
 * How many images of each class a split has, in the order of the classes.
 *
 * @param ratio of the most images of a class to the fewest; infinite where a class has none, and 1
 *     where none has any
 */
public record ClassCounts(String split, List<Integer> images, double ratio) {
  static ClassCounts of(String split, int[] perClass) {
    int most = 0;
    int fewest = Integer.MAX_VALUE;
    for (int count : perClass) {
      most = Math.max(most, count);
      fewest = Math.min(fewest, count);
    }
    double ratio = fewest == 0 ? Double.POSITIVE_INFINITY : (double) most / fewest;
    return new ClassCounts(split, Arrays.stream(perClass).boxed().toList(), most == 0 ? 1 : ratio);
  }
}
