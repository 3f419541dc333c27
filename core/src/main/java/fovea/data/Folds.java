package fovea.data;

import fovea.tensor.Rng;
import java.util.HashMap;
import java.util.Map;

/** Parts of a set of images, each to be held out once; copies of a picture are in the same one. */
public final class Folds {
  private Folds() {}

  /**
   * Assigns images to folds, those of each class evenly, at random.
   *
   * @param picture for each image the same number as its copies have
   * @return for each image its fold, from 0 to below {@code folds}; -1 for the images of a class
   *     with fewer pictures than folds, of which none can be held out
   */
  public static int[] of(ImageSet images, int[] picture, int folds, Rng rng) {
    if (folds < 2) {
      throw new IllegalArgumentException(folds + " folds, expected at least 2");
    }
    int[] order = rng.permutation(images.size());
    int[] fold = new int[images.size()];
    Map<Integer, Integer> ofPicture = new HashMap<>();
    int[] pictures = new int[images.classes().size()];
    for (int image : order) {
      Integer before = ofPicture.get(picture[image]);
      int own = before == null ? pictures[images.label(image)]++ % folds : before;
      ofPicture.putIfAbsent(picture[image], own);
      fold[image] = own;
    }
    for (int i = 0; i < fold.length; i++) {
      fold[i] = pictures[images.label(i)] < folds ? -1 : fold[i];
    }
    return fold;
  }
}
