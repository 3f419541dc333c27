package fovea.data;

import fovea.FoveaException;
import fovea.files.Sha256;
import fovea.tensor.Rng;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A data set with its splits. Images are put into the order of their digests, so that the same
 * images give the same data set, and hence the same training run, whatever files they came in.
 */
public final class DataSet {
  private static final double HELD_OUT = 0.1;

  private final String name;
  private final OrderedImages train;
  private final @Nullable OrderedImages validation;
  private final OrderedImages test;

  /** Train and test together, where the test images were taken from those to train on. */
  private final @Nullable OrderedImages undivided;

  /** How, if they were. */
  private final @Nullable HoldOut way;

  private final Set<String> unreadable;
  private final String fingerprint;

  private DataSet(
      String name,
      OrderedImages train,
      @Nullable OrderedImages validation,
      OrderedImages test,
      @Nullable OrderedImages undivided,
      @Nullable HoldOut way,
      Set<String> unreadable) {
    this.name = name;
    this.train = train;
    this.validation = validation;
    this.test = test;
    this.undivided = undivided;
    this.way = way;
    this.unreadable = Set.copyOf(unreadable);
    MessageDigest sha = Sha256.fresh();
    Sha256.add(sha, String.join("\n", classes()));
    Sha256.add(sha, "\n" + height() + " x " + width());
    train.addTo(sha, "train");
    if (validation != null) {
      validation.addTo(sha, "validation");
    }
    test.addTo(sha, "test");
    this.fingerprint = HexFormat.of().formatHex(sha.digest());
  }

  /**
   * A data set of these images, all of the same size and classes. It may lack what training needs;
   * {@link #split} says so.
   *
   * @param name as people call it
   * @param train may be empty
   * @param validation null where there is none; then a run holds out a part of {@code train}
   * @param test null where there is none; then a tenth of {@code train}, always the same one, is
   *     taken for it, class by class
   * @throws FoveaException if the test split is given and holds no images
   */
  public static DataSet of(
      String name, ImageSet train, @Nullable ImageSet validation, @Nullable ImageSet test) {
    return of(name, train, validation, test, Set.of());
  }

  /**
   * {@link #of(String, ImageSet, ImageSet, ImageSet)} of images that some could not be read of.
   *
   * @param unreadable what those are called
   */
  static DataSet of(
      String name,
      ImageSet train,
      @Nullable ImageSet validation,
      @Nullable ImageSet test,
      Set<String> unreadable) {
    OrderedImages given = validation == null ? null : OrderedImages.of(validation);
    if (test == null) {
      return heldOut(name, OrderedImages.of(train), given, HoldOut.BY_CLASS, unreadable);
    }
    if (test.size() == 0) {
      throw new FoveaException(name + ": the test split holds no images");
    }
    return new DataSet(
        name, OrderedImages.of(train), given, OrderedImages.of(test), null, null, unreadable);
  }

  private static DataSet heldOut(
      String name,
      OrderedImages all,
      @Nullable OrderedImages validation,
      HoldOut way,
      Set<String> unreadable) {
    int[] order = IntStream.range(0, all.images().size()).toArray();
    BitSet held = way.heldOut(all.images(), order, held(order.length, HELD_OUT));
    return new DataSet(
        name,
        all.part(IntStream.of(order).filter(i -> !held.get(i)).toArray()),
        validation,
        all.part(held.stream().toArray()),
        all,
        way,
        unreadable);
  }

  /**
   * This data set with the test images held out in this way, if they had to be taken from the
   * training images; else as it is.
   */
  public DataSet holdingOut(HoldOut other) {
    return undivided == null || way == other
        ? this
        : heldOut(name, undivided, validation, other, unreadable);
  }

  /**
   * This data set with the test images held out as when its fingerprint was recorded; as it is
   * where no way of holding them out gives that fingerprint.
   */
  public DataSet asRecorded(String recorded) {
    for (HoldOut way : HoldOut.values()) {
      DataSet other = holdingOut(way);
      if (other.fingerprint.equals(recorded)) {
        return other;
      }
    }
    return this;
  }

  public String name() {
    return name;
  }

  public List<String> classes() {
    return train.images().classes();
  }

  public int height() {
    return train.images().height();
  }

  public int width() {
    return train.images().width();
  }

  /**
   * SHA-256 over classes, size, splits and images, in hex; the order of the files doesn't matter.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** What the images are called that are part of it and could not be read. */
  public Set<String> unreadable() {
    return unreadable;
  }

  /** Where the decoded pixels of its images are. */
  public PixelPlace pixels() {
    PixelPlace place = train.images().place();
    if (!place.inMemory()) {
      return place;
    }
    int given = validation == null ? 0 : validation.images().size();
    long images = (long) train.images().size() + given + test.images().size();
    return new PixelPlace(3L * height() * width() * images, null);
  }

  /** Whether the test images were taken from the training images, as there were no others. */
  public boolean testHeldOut() {
    return undivided != null;
  }

  /** Whether the data set came with validation images of its own. */
  public boolean hasValidation() {
    return validation != null;
  }

  /**
   * The splits for a model that never saw any of these images: nothing has to be held out, so where
   * there is no test split, all images are to test with but those to validate with, as something
   * may be chosen by them.
   */
  public Splits unseen() {
    if (undivided == null) {
      return splits();
    }
    ImageSet all = undivided.images();
    return new Splits(new Split.Train(all), splits().validation(), new Split.Test(all));
  }

  /** The test images, or where there is no test split all images, also those to validate with. */
  public ImageSet testOrAll() {
    ImageSet test = unseen().test().images();
    return undivided == null || validation == null ? test : test.and(validation.images());
  }

  /** The splits that it has, with nothing held out for validation. */
  public Splits splits() {
    return new Splits(
        new Split.Train(train.images()),
        Optional.ofNullable(validation).map(images -> new Split.Validation(images.images())),
        new Split.Test(test.images()));
  }

  /**
   * The splits of a run. Where the data set has no validation split, it is taken from a shuffle of
   * the training images.
   *
   * @param validationShare of the training images to hold out, in [0, 1); 0 trains on all of them
   * @param way which of the shuffled images are held out
   * @param rng for the shuffle
   * @throws FoveaException if there would be nothing to train on, to validate or to test with; by
   *     class, also if a class would have no image to train on
   */
  public Splits split(double validationShare, HoldOut way, Rng rng) {
    if (train.images().size() == 0) {
      throw new FoveaException(name + ": no images to train on");
    }
    if (test.images().size() == 0) {
      throw new FoveaException(
          "%s: %d images, expected at least 5, and two different ones of a class, so that a tenth can be held out for testing"
              .formatted(name, train.images().size()));
    }
    Splits splits =
        validation != null || validationShare == 0
            ? splits()
            : heldOut(train.images(), validationShare, way, rng);
    if (way == HoldOut.BY_CLASS) {
      requireTrainingImages(splits);
    }
    return splits;
  }

  private Splits heldOut(ImageSet images, double share, HoldOut way, Rng rng) {
    int[] order = rng.permutation(images.size());
    int count = held(order.length, share);
    BitSet held =
        count < order.length ? way.heldOut(images, order, count) : new BitSet(order.length);
    if (held.isEmpty()) {
      throw new FoveaException(
          "%s: a share of %s of %d training images can't be held out for validation; set validation"
                  .formatted(name, share, order.length)
              + " to 0, or add images");
    }
    IntStream places = IntStream.range(0, order.length).filter(i -> !held.get(i));
    return new Splits(
        new Split.Train(images.select(places.map(i -> order[i]).toArray())),
        Optional.of(
            new Split.Validation(images.select(held.stream().map(i -> order[i]).toArray()))),
        new Split.Test(test.images()));
  }

  /** A class that is tested but never trained would lower every figure and say nothing. */
  private void requireTrainingImages(Splits splits) {
    int[] trained = splits.train().images().perClass();
    int[] validated =
        splits.validation().map(part -> part.images().perClass()).orElseGet(() -> new int[0]);
    int[] tested = splits.test().images().perClass();
    for (int c = 0; c < trained.length; c++) {
      boolean used = tested[c] > 0 || (validated.length > 0 && validated[c] > 0);
      if (trained[c] == 0 && used) {
        throw new FoveaException(
            "%s: no training images of %s, of which there are others to test or validate with; add some to train on"
                .formatted(name, classes().get(c)));
      }
    }
  }

  private static int held(int images, double share) {
    return (int) Math.round(images * share);
  }
}
