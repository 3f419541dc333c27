package fovea.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Images in the order of their digests, which are SHA-256 of label and pixels. */
record OrderedImages(ImageSet images, List<byte[]> digests) {
  static OrderedImages of(ImageSet images) {
    byte[][] digests =
        IntStream.range(0, images.size())
            .parallel()
            .mapToObj(i -> digest(images, i))
            .toArray(byte[][]::new);
    int[] order =
        IntStream.range(0, images.size())
            .boxed()
            .sorted(Comparator.comparing(i -> digests[i], Arrays::compareUnsigned))
            .mapToInt(Integer::intValue)
            .toArray();
    return new OrderedImages(
        images.select(order), Arrays.stream(order).mapToObj(i -> digests[i]).toList());
  }

  /** These of them, still in the order of their digests if the places rise. */
  OrderedImages part(int[] places) {
    return new OrderedImages(
        images.select(places), Arrays.stream(places).mapToObj(digests::get).toList());
  }

  void addTo(MessageDigest sha, String split) {
    sha.update(bytes("\n" + split + " " + images.size() + "\n"));
    digests.forEach(sha::update);
  }

  private static byte[] digest(ImageSet images, int i) {
    MessageDigest sha = sha256();
    sha.update(bytes(images.label(i) + "\n"));
    return sha.digest(images.pixels(i));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
