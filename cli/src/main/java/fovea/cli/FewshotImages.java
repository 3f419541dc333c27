package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.folder.ClassName;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The images that episodes are drawn from: of the classes that are asked for, or else of those that
 * the model doesn't know.
 */
final class FewshotImages {
  private FewshotImages() {}

  /**
   * Chooses them from what may be judged on of the data.
   *
   * @param named how the user calls the data
   * @param classes asked for, each a name or several with commas between them; empty is all that
   *     the model doesn't know
   * @throws FoveaException if there are none
   */
  static ImageSet of(Console console, ModelArgument subject, String named, List<String> classes) {
    Recipe recipe = subject.trained().flatMap(TrainedModel::recipe).orElseGet(Recipe::standard);
    DataSet found = DataArgument.openToJudge(console, named, subject.model().input(), recipe);
    ImageSet images = found.testOrAll();
    List<String> present = present(images);
    List<String> known =
        subject.trained().isEmpty()
            ? List.of() // random weights know nothing
            : subject.model().classes();
    if (!classes.isEmpty()) {
      return asked(console, named, images, present, known, parted(classes, present));
    }
    List<String> unknown = present.stream().filter(name -> !isIn(known, name)).toList();
    if (unknown.isEmpty()) {
      throw new FoveaException(
          "%s: the model was trained on all of its classes, and an episode is of others; name data of others, or some of these by --classes"
              .formatted(named));
    }
    if (unknown.size() < present.size()) {
      console.warn(
          "%s: left out %s, which the model was trained on"
              .formatted(
                  named, Text.names(present.stream().filter(name -> isIn(known, name)).toList())));
    }
    return images.withClasses(unknown);
  }

  /** A name that there is may have commas itself. */
  private static List<String> parted(List<String> given, List<String> present) {
    return given.stream()
        .flatMap(
            names ->
                isIn(present, names)
                    ? Stream.of(names)
                    : Stream.of(names.strip().split(Commas.SPLIT)))
        .toList();
  }

  private static ImageSet asked(
      Console console,
      String named,
      ImageSet images,
      List<String> present,
      List<String> known,
      List<String> classes) {
    for (String name : classes) {
      if (!isIn(present, name)) {
        throw new FoveaException(
            "%s: no images of class `%s`, which --classes names.%s"
                .formatted(named, name, Spelling.didYouMean(name, present)));
      }
    }
    List<String> trained = classes.stream().filter(name -> isIn(known, name)).toList();
    if (!trained.isEmpty()) {
      console.warn(
          "the model was trained on %s, which flatters the figures".formatted(Text.names(trained)));
    }
    return images.withClasses(classes.stream().distinct().toList());
  }

  private static boolean isIn(List<String> classes, String name) {
    return ClassName.indexOf(classes, name) >= 0;
  }

  private static List<String> present(ImageSet images) {
    int[] counts = images.perClass();
    return IntStream.range(0, counts.length)
        .filter(c -> counts[c] > 0)
        .mapToObj(images.classes()::get)
        .toList();
  }
}
