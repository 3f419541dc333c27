package fovea.data;

import fovea.files.Sha256;
import java.security.MessageDigest;
import java.util.stream.IntStream;

/** Images in the order of their digests, which are SHA-256 of label and pixels. */
record OrderedImages(ImageSet images, Digests digests) {
  /** The digests of a split that lies in a cache were taken when that was made. */
  static OrderedImages of(ImageSet images) {
    if (images.source() instanceof ImagesInCache cache && cache.isSplit(images.inSource())) {
      return new OrderedImages(images, new Digests.Stored(cache, images.inSource()));
    }
    byte[] digests = new byte[Math.multiplyExact(images.size(), Digests.BYTES)];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            i ->
                System.arraycopy(
                    digest(images.label(i), images.pixels(i)),
                    0,
                    digests,
                    i * Digests.BYTES,
                    Digests.BYTES));
    int[] order = Digests.order(digests);
    return new OrderedImages(images.select(order), new Digests.Held(digests, order));
  }

  /** These of them, still in the order of their digests if the places rise. */
  OrderedImages part(int[] places) {
    return new OrderedImages(images.select(places), digests.part(places));
  }

  void addTo(MessageDigest sha, String split) {
    Sha256.add(sha, "\n" + split + " " + images.size() + "\n");
    digests.addTo(sha);
  }

  static byte[] digest(int label, byte[] pixels) {
    MessageDigest sha = Sha256.fresh();
    Sha256.add(sha, label + "\n");
    return sha.digest(pixels);
  }
}
