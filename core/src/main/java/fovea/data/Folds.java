package fovea.data;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Parts of a set of images, each to be held out once; copies of a picture are in the same one. */
public final class Folds {
  private static final int NEVER = -1;

  private Folds() {}

  /**
   * Assigns images to folds, those of each class evenly, at random.
   *
   * @param picture for each image the same number as its copies have
   * @return for each image its fold, from 0 to below {@code folds}; below 0 for the images of a
   *     class of which none can be held out, as it has fewer pictures than folds, or all of them in
   *     one fold with other classes' copies: -1, or another number if a copy of the image is held
   *     out, by which {@link #isApart} knows in which fold
   */
  public static int[] of(ImageSet images, int[] picture, int folds, Rng rng) {
    if (folds < 2) {
      throw new IllegalArgumentException(folds + " folds, expected at least 2");
    }
    int[] fold = ofPictures(images, picture, folds, rng);
    boolean[] judged = judged(images, picture, fold, folds);
    Set<Integer> heldOut =
        IntStream.range(0, fold.length)
            .filter(i -> judged[images.label(i)])
            .mapToObj(i -> picture[i])
            .collect(Collectors.toSet());
    for (int i = 0; i < fold.length; i++) {
      if (!judged[images.label(i)]) {
        fold[i] = heldOut.contains(picture[i]) ? withCopyIn(fold[i]) : NEVER;
      }
    }
    return fold;
  }

  private static int[] ofPictures(ImageSet images, int[] picture, int folds, Rng rng) {
    int[] order = rng.permutation(images.size());
    int[] fold = new int[images.size()];
    Map<Integer, Integer> ofPicture = new HashMap<>();
    int[] drawn = new int[images.classes().size()];
    for (int image : order) {
      Integer before = ofPicture.get(picture[image]);
      int own = before == null ? drawn[images.label(image)]++ % folds : before;
      ofPicture.putIfAbsent(picture[image], own);
      fold[image] = own;
    }
    return fold;
  }

  /** Of each class, whether it has pictures to hold out, and others at the same time. */
  private static boolean[] judged(ImageSet images, int[] picture, int[] fold, int folds) {
    boolean[] judged = new boolean[images.classes().size()];
    List<Map<Integer, Integer>> pictures = new ArrayList<>();
    for (int c = 0; c < judged.length; c++) {
      pictures.add(new HashMap<>());
    }
    for (int i = 0; i < fold.length; i++) {
      pictures.get(images.label(i)).put(picture[i], fold[i]);
    }
    for (int c = 0; c < judged.length; c++) {
      Map<Integer, Integer> own = pictures.get(c);
      judged[c] = own.size() >= folds && new HashSet<>(own.values()).size() > 1;
    }
    return judged;
  }

  /** What an image has that is never held out itself. */
  private static int withCopyIn(int fold) {
    return NEVER - 1 - fold;
  }

  /**
   * Whether an image may be learnt from while a fold is held out: neither it nor a copy of it is in
   * that fold.
   *
   * @param fold the image's, as {@link #of} has it
   */
  public static boolean isApart(int fold, int held) {
    return fold != held && fold != withCopyIn(held);
  }
}
