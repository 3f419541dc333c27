package fovea.data;

import fovea.data.folder.IntSort;
import java.security.MessageDigest;
import java.util.Arrays;

/** SHA-256 of label and pixels for each image of a set: in memory, or where its pixels are. */
@SuppressWarnings("ArrayRecordComponent") // numbers of many images, shared and not changed
sealed interface Digests {
  int BYTES = 32;

  /** All, in the order of the images. */
  void addTo(MessageDigest sha);

  /** Those of the images at these places. */
  Digests part(int[] places);

  /**
   * @param all one after the other
   * @param images which of them
   */
  record Held(byte[] all, int[] images) implements Digests {
    @Override
    public void addTo(MessageDigest sha) {
      for (int image : images) {
        sha.update(all, image * BYTES, BYTES);
      }
    }

    @Override
    public Digests part(int[] places) {
      return new Held(all, numbers(images, places));
    }
  }

  /**
   * @param images numbers in the cache
   */
  record Stored(ImagesInCache cache, int[] images) implements Digests {
    @Override
    public void addTo(MessageDigest sha) {
      cache.addDigests(images, sha);
    }

    @Override
    public Digests part(int[] places) {
      return new Stored(cache, numbers(images, places));
    }
  }

  private static int[] numbers(int[] images, int[] places) {
    return Arrays.stream(places).map(i -> images[i]).toArray();
  }

  /** The numbers of digests, one after the other, in the order of the digests. */
  static int[] order(byte[] all) {
    int[] order = new int[all.length / BYTES];
    Arrays.setAll(order, i -> i);
    IntSort.sort(
        order,
        (a, b) ->
            Arrays.compareUnsigned(
                all, a * BYTES, (a + 1) * BYTES, all, b * BYTES, (b + 1) * BYTES));
    return order;
  }
}
