package fovea.data;

import java.util.Arrays;
import java.util.BitSet;

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
    ImageSet train = splits.train().images();
    ImageSet known = splits.validation().map(part -> train.and(part.images())).orElse(train);
    ImageSet whole = known.and(splits.test().images());
    int[] first = SamePictures.first(whole);
    return new Copies(
        trained(first, known.size(), first.length, train.size()),
        trained(first, train.size(), known.size(), train.size()),
        inSeveralClasses(whole, first));
  }

  /** Those among images of a single part. */
  public static Copies among(ImageSet images) {
    return new Copies(0, 0, inSeveralClasses(images, SamePictures.first(images)));
  }

  /** How many from one image to another have a picture that the first ones, of train, have too. */
  private static int trained(int[] first, int start, int end, int train) {
    return (int) Arrays.stream(first, start, end).filter(picture -> picture < train).count();
  }

  private static int inSeveralClasses(ImageSet images, int[] first) {
    BitSet several = new BitSet();
    for (int i = 0; i < first.length; i++) {
      if (images.label(i) != images.label(first[i])) {
        several.set(first[i]);
      }
    }
    return several.cardinality();
  }
}
