package fovea.serve.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.evaluate.Scores;
import fovea.run.Fitted;
import fovea.serve.batch.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image shows.
 *
 * @param top the most probable classes, the most probable first
 * @param none the share of validation images that are more familiar than this one, in [0, 1]; null
 *     where nothing is fitted, or by a Fovea that didn't keep how familiar those are
 * @param noneOfThese whether it is too strange for any of the classes; null where nothing is fitted
 * @param calibrated whether the probabilities were fitted to validation images
 */
public record Recognised(
    List<Ranked> top, @Nullable Double none, @Nullable Boolean noneOfThese, boolean calibrated) {

  /**
   * A class.
   *
   * @param probability in [0, 1]
   */
  public record Ranked(@JsonProperty("class") String name, double probability) {}

  /** The images of an answer. */
  static List<Recognised> of(Answer answer, int top) {
    return answer.scores().stream()
        .map(scores -> of(scores, answer.classes(), answer.fitted(), top))
        .toList();
  }

  /**
   * @param top how many classes, if there are as many
   */
  public static Recognised of(Scores scores, List<String> classes, Fitted fitted, int top) {
    boolean rejecting = fitted.noneOfThese().isPresent();
    return new Recognised(
        top(scores.probabilities(), classes, top),
        scores.strangeness(),
        rejecting ? scores.noneOfThese() : null,
        fitted.temperature().isPresent());
  }

  /**
   * The most probable classes, so many if there are as many.
   *
   * @param probabilities of the classes in their order
   */
  public static List<Ranked> top(float[] probabilities, List<String> classes, int most) {
    int count = Math.min(most, classes.size()); // looking for each of few is less work than sorting
    boolean[] listed = new boolean[probabilities.length];
    List<Ranked> top = new ArrayList<>();
    for (int place = 0; place < count; place++) {
      int best = -1;
      for (int c = 0; c < probabilities.length; c++) {
        if (!listed[c] && (best < 0 || probabilities[c] > probabilities[best])) {
          best = c;
        }
      }
      listed[best] = true;
      top.add(new Ranked(classes.get(best), probabilities[best]));
    }
    return top;
  }
}
