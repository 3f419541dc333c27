package fovea.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A draw in which each class gives its share, by largest remainder. Copies of one picture stay
 * together, which may move a class's share a little; a picture that lies in two classes is not held
 * out at all, since no answer to it would be right.
 */
final class HoldOutByClass {
  private final ImageSet images;
  private final int[] order;
  private final int[] perClass;

  HoldOutByClass(ImageSet images, int[] order) {
    this.images = images;
    this.order = order;
    this.perClass = images.perClass();
  }

  BitSet heldOut(int count) {
    return heldOut(shares(count));
  }

  /** One image of each class that keeps others. */
  BitSet oneOfEach() {
    return heldOut(IntStream.of(perClass).map(size -> size > 1 ? 1 : 0).toArray());
  }

  /**
   * @param wanted images of each class
   */
  private BitSet heldOut(int[] wanted) {
    int[] given = new int[perClass.length];
    BitSet held = new BitSet();
    int[] next = copies();
    BitSet seen = new BitSet();
    for (int last = order.length - 1; last >= 0; last--) {
      if (seen.get(last)) {
        continue;
      }
      int label = label(last);
      int copies = 0;
      boolean oneClass = true;
      for (int place = last; place >= 0; place = next[place]) {
        seen.set(place);
        copies++;
        oneClass &= label(place) == label;
      }
      // As near to what is wanted as whole pictures come.
      boolean nearer = copies <= 2 * (wanted[label] - given[label]);
      boolean leavesSome = given[label] + copies < perClass[label];
      if (oneClass && nearer && leavesSome) {
        for (int place = last; place >= 0; place = next[place]) {
          held.set(place);
        }
        given[label] += copies;
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

  /** For each place the next one before it that has a copy of its picture, or -1. */
  private int[] copies() {
    int[] first = SamePictures.first(images.select(order));
    int[] latest = new int[order.length];
    int[] next = new int[order.length];
    Arrays.fill(latest, -1);
    for (int place = 0; place < order.length; place++) {
      next[place] = latest[first[place]];
      latest[first[place]] = place;
    }
    return next;
  }

  private int label(int place) {
    return images.label(order[place]);
  }
}
