package fovea.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Pictures that lie in more than one place of a data set: the same pixels, at the size that it was
 * read in.
 *
 * @param trainAndTest test images whose picture is trained on, too
 * @param trainAndValidation validation images whose picture is trained on, too
 * @param twoClasses pictures that lie in two classes or more
 */
public record Copies(int trainAndTest, int trainAndValidation, int twoClasses) {

  /** Those in the parts that a run has. */
  public static Copies of(Splits splits) {
    Finding finding = new Finding();
    finding.train(splits.train().images());
    int validation = splits.validation().map(part -> finding.trained(part.images())).orElse(0);
    int test = finding.trained(splits.test().images());
    return new Copies(test, validation, finding.severalClasses.size());
  }

  /** Those among images of a single part. */
  public static Copies among(ImageSet images) {
    Finding finding = new Finding();
    int none = finding.trained(images);
    return new Copies(none, 0, finding.severalClasses.size());
  }

  private static final class Finding {
    private final Map<Picture, Integer> classes = new HashMap<>();
    private final Set<Picture> severalClasses = new HashSet<>();
    private final Set<Picture> train = new HashSet<>();

    void train(ImageSet images) {
      for (int i = 0; i < images.size(); i++) {
        train.add(seen(images, i));
      }
    }

    /** How many of the images have a picture that is trained on. */
    int trained(ImageSet images) {
      int count = 0;
      for (int i = 0; i < images.size(); i++) {
        count += train.contains(seen(images, i)) ? 1 : 0;
      }
      return count;
    }

    private Picture seen(ImageSet images, int i) {
      Picture picture = new Picture(images.pixels(i));
      Integer before = classes.putIfAbsent(picture, images.label(i));
      if (before != null && before != images.label(i)) {
        severalClasses.add(picture);
      }
      return picture;
    }
  }
}
