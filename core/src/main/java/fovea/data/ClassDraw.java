package fovea.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A draw in which each class gives its share, by largest remainder. Copies of one picture stay
 * together, which may move a class's share a little; a picture that lies in two classes is not held
 * out at all, since no answer to it would be right.
 */
final class ClassDraw {
  private final ImageSet images;
  private final int[] order;
  private final int[] perClass;

  ClassDraw(ImageSet images, int[] order) {
    this.images = images;
    this.order = order;
    this.perClass = images.perClass();
  }

  BitSet heldOut(int count) {
    int[] wanted = shares(count);
    int[] given = new int[perClass.length];
    BitSet held = new BitSet();
    for (List<Integer> copies : pictures()) {
      int label = label(copies.get(0));
      boolean oneClass = copies.stream().allMatch(place -> label(place) == label);
      // As near to what is wanted as whole pictures come.
      boolean nearer = copies.size() <= 2 * (wanted[label] - given[label]);
      boolean leavesSome = given[label] + copies.size() < perClass[label];
      if (oneClass && nearer && leavesSome) {
        copies.forEach(held::set);
        given[label] += copies.size();
      }
    }
    return held;
  }

  /** How many images each class gives: {@code count} in all, if they can keep one each. */
  private int[] shares(int count) {
    int all = Math.max(1, order.length);
    int[] shares = IntStream.of(perClass).map(size -> (int) ((long) count * size / all)).toArray();
    List<Integer> byRemainder =
        IntStream.range(0, perClass.length)
            .boxed()
            .sorted(Comparator.comparing(c -> -((long) count * perClass[c] % all)))
            .toList();
    int missing = count - IntStream.of(shares).sum();
    boolean some = true;
    while (missing > 0 && some) {
      some = false;
      for (int c : byRemainder) {
        if (missing > 0 && shares[c] < perClass[c] - 1) {
          shares[c]++;
          missing--;
          some = true;
        }
      }
    }
    return shares;
  }

  /** The places of each picture's copies, the last picture first. */
  private Iterable<List<Integer>> pictures() {
    Map<Picture, List<Integer>> pictures = new LinkedHashMap<>();
    for (int place = order.length - 1; place >= 0; place--) {
      Picture picture = new Picture(images.pixels(order[place]));
      pictures.computeIfAbsent(picture, unused -> new ArrayList<>(1)).add(place);
    }
    return pictures.values();
  }

  private int label(int place) {
    return images.label(order[place]);
  }
}
