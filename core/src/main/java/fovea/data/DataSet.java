package fovea.data;

import fovea.FoveaException;
import fovea.tensor.Rng;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A data set with its splits. Images are put into the order of their digests, so that the same
 * images give the same data set, and hence the same training run, whatever files they came in.
 */
public final class DataSet {
  private static final double HELD_OUT = 0.1;

  private final String name;
  private final ImageSet train;
  private final @Nullable ImageSet validation;
  private final ImageSet test;
  private final boolean testHeldOut;
  private final String fingerprint;

  private DataSet(
      String name, Ordered train, @Nullable Ordered validation, Ordered test, boolean testHeldOut) {
    this.name = name;
    this.train = train.images;
    this.validation = validation == null ? null : validation.images;
    this.test = test.images;
    this.testHeldOut = testHeldOut;
    MessageDigest sha = sha256();
    sha.update(String.join("\n", train.images.classes()).getBytes(StandardCharsets.UTF_8));
    sha.update(bytes("\n%d x %d".formatted(train.images.height(), train.images.width())));
    train.addTo(sha, "train");
    if (validation != null) {
      validation.addTo(sha, "validation");
    }
    test.addTo(sha, "test");
    this.fingerprint = HexFormat.of().formatHex(sha.digest());
  }

  /**
   * A data set of these images, all of the same size and classes.
   *
   * @param name as people call it
   * @param validation null where there is none; then a run holds out a part of {@code train}
   * @param test null where there is none; then a tenth of {@code train}, always the same one, is
   *     taken for it
   * @throws FoveaException if a split is too small to be used
   */
  public static DataSet of(
      String name, ImageSet train, @Nullable ImageSet validation, @Nullable ImageSet test) {
    Ordered ordered = Ordered.of(train);
    if (test != null) {
      requireImages(name, "test", test);
      requireImages(name, "train", train);
      return new DataSet(
          name,
          ordered,
          validation == null ? null : Ordered.of(validation),
          Ordered.of(test),
          false);
    }
    int kept = train.size() - held(train.size(), HELD_OUT);
    if (kept < 1 || kept == train.size()) {
      throw new FoveaException(
          "%s: %d images, expected at least 5, so that a tenth can be held out for testing"
              .formatted(name, train.size()));
    }
    return new DataSet(
        name,
        ordered.part(0, kept),
        validation == null ? null : Ordered.of(validation),
        ordered.part(kept, train.size()),
        true);
  }

  private static void requireImages(String name, String split, ImageSet images) {
    if (images.size() == 0) {
      throw new FoveaException(name + ": the " + split + " split holds no images");
    }
  }

  public String name() {
    return name;
  }

  public List<String> classes() {
    return train.classes();
  }

  public int height() {
    return train.height();
  }

  public int width() {
    return train.width();
  }

  /**
   * SHA-256 over classes, size, splits and images, in hex; the order of the files doesn't matter.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** Whether the test images were taken from the training images, as there were no others. */
  public boolean testHeldOut() {
    return testHeldOut;
  }

  /** Whether the data set came with validation images of its own. */
  public boolean hasValidation() {
    return validation != null;
  }

  /**
   * The splits of a run. Where the data set has no validation split, it is the last part of a
   * shuffle of the training images.
   *
   * @param validationShare of the training images to hold out, in [0, 1); 0 trains on all of them
   * @param rng for the shuffle
   * @throws FoveaException if that would leave nothing to train on, or to validate with
   */
  public Splits split(double validationShare, Rng rng) {
    if (validation != null) {
      return new Splits(
          new Split.Train(train),
          Optional.of(new Split.Validation(validation)),
          new Split.Test(test));
    }
    if (validationShare == 0) {
      return new Splits(new Split.Train(train), Optional.empty(), new Split.Test(test));
    }
    int[] order = rng.permutation(train.size());
    int kept = train.size() - held(train.size(), validationShare);
    if (kept < 1 || kept == train.size()) {
      throw new FoveaException(
          "%s: a share of %s of %d training images can't be held out for validation; set validation"
                  .formatted(name, validationShare, train.size())
              + " to 0, or add images");
    }
    return new Splits(
        new Split.Train(train.select(Arrays.copyOfRange(order, 0, kept))),
        Optional.of(
            new Split.Validation(train.select(Arrays.copyOfRange(order, kept, order.length)))),
        new Split.Test(test));
  }

  private static int held(int images, double share) {
    return (int) Math.round(images * share);
  }

  /** Images in the order of their digests. */
  private record Ordered(ImageSet images, List<byte[]> digests) {
    static Ordered of(ImageSet images) {
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
      return new Ordered(
          images.select(order), Arrays.stream(order).mapToObj(i -> digests[i]).toList());
    }

    Ordered part(int from, int to) {
      return new Ordered(
          images.select(IntStream.range(from, to).toArray()), digests.subList(from, to));
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
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
