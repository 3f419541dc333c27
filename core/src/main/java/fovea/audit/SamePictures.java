package fovea.audit;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which images show the same picture, by pairs that do: copies of a copy are copies.
 *
 * @param first for each image the first of its picture, perhaps itself
 */
@SuppressWarnings("ArrayRecordComponent") // read, not changed
record SamePictures(int[] first) {
  /**
   * @param images how many there are
   */
  static SamePictures of(int images, List<Copy> pairs) {
    int[] first = IntStream.range(0, images).toArray();
    for (Copy copy : pairs) {
      int one = root(first, copy.first().number());
      int other = root(first, copy.second().number());
      first[Math.max(one, other)] = Math.min(one, other);
    }
    return new SamePictures(IntStream.range(0, images).map(i -> root(first, i)).toArray());
  }

  private static int root(int[] first, int image) {
    int at = image;
    while (first[at] != at) {
      at = first[at];
    }
    return at;
  }

  /** The images of each picture that there is more than one of, in their order. */
  List<int[]> several() {
    return IntStream.range(0, first.length)
        .boxed()
        .collect(Collectors.groupingBy(i -> first[i]))
        .entrySet()
        .stream()
        .filter(picture -> picture.getValue().size() > 1)
        .sorted(Map.Entry.comparingByKey())
        .map(picture -> picture.getValue().stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }
}
