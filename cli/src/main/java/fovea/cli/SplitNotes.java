package fovea.cli;

import fovea.data.Copies;
import fovea.data.ImageSet;
import fovea.data.Splits;
import fovea.recipe.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What someone should know of the parts of a data set before believing figures over them. */
final class SplitNotes {
  private SplitNotes() {}

  /** One sentence each, without a full stop. */
  static List<String> of(Splits splits) {
    List<String> notes = new ArrayList<>();
    missing(notes, "training", splits.train().images());
    splits.validation().ifPresent(part -> missing(notes, "validation", part.images()));
    missing(notes, "test", splits.test().images());
    notes.addAll(of(Copies.of(splits)));
    return notes;
  }

  static List<String> of(Copies copies) {
    List<String> notes = new ArrayList<>();
    inBoth(notes, copies.trainAndTest(), "test");
    inBoth(notes, copies.trainAndValidation(), "validation");
    if (copies.twoClasses() > 0) {
      notes.add(
          "%s in two classes or more, so that no answer is right for all copies"
              .formatted(
                  Text.count(copies.twoClasses(), "picture")
                      + (copies.twoClasses() == 1 ? " lies" : " lie")));
    }
    return notes;
  }

  /** That rare classes are trained on more often, where they are. */
  static Optional<String> uneven(Sampling sampling, ImageSet images) {
    int[] counts = images.perClass();
    if (!sampling.balances(counts)) {
      return Optional.empty();
    }
    List<Integer> bySize =
        IntStream.range(0, counts.length)
            .filter(c -> counts[c] > 0)
            .boxed()
            .sorted(Comparator.comparing(c -> counts[c]))
            .toList();
    int rarest = bySize.get(0);
    int most = bySize.get(bySize.size() - 1);
    return Optional.of(
        "%s of %s to train on and %s of %s, so rare classes are trained on more often; --set sampling=plain has each image once an epoch"
            .formatted(
                Text.count(counts[rarest], "image"),
                images.classes().get(rarest),
                Text.number(counts[most]),
                images.classes().get(most)));
  }

  static void missing(List<String> notes, String kind, ImageSet images) {
    int[] counts = images.perClass();
    List<String> missing =
        IntStream.range(0, counts.length)
            .filter(c -> counts[c] == 0)
            .mapToObj(images.classes()::get)
            .toList();
    if (!missing.isEmpty()) {
      notes.add("no %s images of %s".formatted(kind, Text.names(missing)));
    }
  }

  private static void inBoth(List<String> notes, int images, String split) {
    if (images > 0) {
      notes.add(
          "%s both in train and in %s; the figures flatter the model"
              .formatted(Text.count(images, "image") + (images == 1 ? " is" : " are"), split));
    }
  }
}
