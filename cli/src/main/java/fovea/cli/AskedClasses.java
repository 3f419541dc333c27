package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.data.folder.ClassName;
import fovea.explain.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which classes are asked about, by their numbers in the model.
 *
 * @param about null where it is the one that the model takes an image for
 * @param ratherThan null where all of an answer is asked for
 */
record AskedClasses(List<String> classes, @Nullable Integer about, @Nullable Integer ratherThan) {
  /**
   * Finds the classes.
   *
   * @throws FoveaException for one that the model doesn't know
   */
  static AskedClasses of(
      List<String> classes, @Nullable String about, @Nullable String ratherThan) {
    return new AskedClasses(
        classes,
        about == null ? null : number(classes, about),
        ratherThan == null ? null : number(classes, ratherThan));
  }

  private static int number(List<String> classes, String name) {
    int number = ClassName.indexOf(classes, name);
    if (number < 0) {
      throw new FoveaException(
          "the model doesn't know the class `%s`.%s Its classes are %s"
              .formatted(name, Spelling.didYouMean(name, classes), Text.names(classes)));
    }
    return number;
  }

  /** Also where one is typed as accents are typed here and the other written as on a Mac. */
  static boolean isSame(String one, String other) {
    return ClassName.composed(one).equals(ClassName.composed(other));
  }

  /**
   * Whether anything can be asked of an image: not why it is another class than it is taken for.
   */
  boolean fit(float[] logits) {
    return ratherThan == null || asked(logits) != ratherThan;
  }

  private int asked(float[] logits) {
    return about == null ? Question.whyPredicted(logits).about() : about;
  }

  /**
   * What is asked of an image.
   *
   * @throws FoveaException if they don't {@link #fit}
   */
  Question of(String image, float[] logits) {
    int asked = asked(logits);
    if (ratherThan == null) {
      return Question.why(asked);
    }
    if (asked == ratherThan) {
      throw new FoveaException(
          "%s: the model takes it for %s itself, so there is no other answer to prefer; say by"
                  .formatted(image, classes.get(asked))
              + " --class which one is meant");
    }
    return Question.whyRatherThan(asked, ratherThan);
  }
}
