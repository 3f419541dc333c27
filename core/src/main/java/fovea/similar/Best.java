package fovea.similar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The nearest images so far, the nearest first; of equal ones the first that was offered. */
final class Best {
  private final int[] images;
  private final float[] cosines;
  private int count;

  Best(int most) {
    images = new int[most];
    cosines = new float[most];
  }

  void offer(int image, float cosine) {
    if (count == images.length && !(cosine > cosines[count - 1])) {
      return;
    }
    int at = count < images.length ? count++ : count - 1;
    while (at > 0 && cosine > cosines[at - 1]) {
      images[at] = images[at - 1];
      cosines[at] = cosines[at - 1];
      at--;
    }
    images[at] = image;
    cosines[at] = cosine;
  }

  List<Neighbour> list() {
    List<Neighbour> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(new Neighbour(images[i], cosines[i]));
    }
    return list;
  }

  static Best[] several(int howMany, int most) {
    Best[] several = new Best[howMany];
    Arrays.setAll(several, i -> new Best(most));
    return several;
  }
}
