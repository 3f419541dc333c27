package fovea.data;

import java.util.Arrays;

/** Which images of a set show the same picture, whatever their files and labels. */
final class SamePictures {
  private SamePictures() {}

  /** For each image the first one of the set that has the same pixels, mostly itself. */
  static int[] first(ImageSet images) {
    int[] first = new int[images.size()];
    int[] numbers = images.inSource();
    long[] hashes = images.source().pixelHashes(numbers);
    int[] table = new int[Integer.highestOneBit(Math.max(1, images.size())) << 2];
    Arrays.fill(table, -1);
    for (int i = 0; i < first.length; i++) {
      int slot = Long.hashCode(hashes[i] * 0x9E3779B97F4A7C15L) & (table.length - 1);
      while (table[slot] >= 0 && !same(images, hashes, table[slot], i)) {
        slot = (slot + 1) & (table.length - 1);
      }
      if (table[slot] < 0) {
        table[slot] = i;
      }
      first[i] = table[slot];
    }
    return first;
  }

  private static boolean same(ImageSet images, long[] hashes, int one, int other) {
    return hashes[one] == hashes[other]
        && images.source().samePixels(images.inSource()[one], images.inSource()[other]);
  }
}
