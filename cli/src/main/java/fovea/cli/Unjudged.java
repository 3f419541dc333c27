package fovea.cli;

import fovea.data.ImageSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Why labels can't be judged: there has to be another class, and images to hold out. */
final class Unjudged {
  private Unjudged() {}

  /**
   * Whether labels can't be judged at all.
   *
   * @return the reason, to follow the data's name
   */
  static Optional<String> oneClass(ImageSet images) {
    long classes = IntStream.of(images.perClass()).filter(count -> count > 0).count();
    return classes < 2
        ? Optional.of(
            "labels weren't judged, as there is a single class, and no other that a label might be")
        : Optional.empty();
  }

  /**
   * Whether some of the labels aren't judged, or none.
   *
   * @param fold of each image, below 0 where it is never held out
   * @param folds how many there are
   * @return the reason, to follow the data's name
   */
  static Optional<String> neverHeldOut(ImageSet images, int[] fold, int folds) {
    int[] left = IntStream.range(0, fold.length).filter(i -> fold[i] < 0).toArray();
    if (left.length == 0) {
      return Optional.empty();
    }
    if (left.length == fold.length) {
      return Optional.of(
          "labels weren't judged, as no class has %d different images, of which each is held out once"
              .formatted(folds));
    }
    List<String> classes =
        IntStream.of(left).map(images::label).distinct().mapToObj(images.classes()::get).toList();
    return Optional.of(
        "the labels of %s weren't judged, as there are fewer than %d different ones of %s"
            .formatted(Text.count(left.length, "image"), folds, Text.names(classes)));
  }
}
