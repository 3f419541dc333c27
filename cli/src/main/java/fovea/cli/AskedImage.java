package fovea.cli;

import fovea.evaluate.Temperature;
import fovea.explain.Comparison;
import fovea.explain.Question;
import fovea.image.Pixels;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An image, what a model says of it, and what is asked about that.
 *
 * @param logits the model's
 * @param temperature that they are divided by for probabilities, as {@code fovea predict} does
 * @param truth the class it shows, or null where nobody knows
 * @param object where that is, [H, W] flattened, or null where nobody knows
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared, not copied
record AskedImage(
    String name,
    Pixels pixels,
    float[] logits,
    Temperature temperature,
    Question question,
    @Nullable Integer truth,
    boolean @Nullable [] object) {
  /** Of the pixels, [3, H, W] flattened, in [0, 1]; made anew, as they take four times the room. */
  float[] values() {
    return pixels.values();
  }

  /** The class that the model takes it for. */
  int predicted() {
    return Question.whyPredicted(logits).about();
  }

  boolean isRight() {
    return truth != null && truth == predicted();
  }

  /** Of the class that the model takes it for, in [0, 1]. */
  double probability() {
    return Question.whyPredicted(logits).probability(temperature.applied(logits));
  }

  /** {@code cat 93.1 %}. */
  String answer(List<String> classes) {
    return String.format(Locale.ROOT, "%s %.1f %%", classes.get(predicted()), 100 * probability());
  }

  /** {@code why cat rather than dog}. */
  String asked(List<String> classes) {
    Integer other = question.ratherThan();
    return "why %s%s"
        .formatted(
            classes.get(question.about()),
            other == null ? "" : " rather than " + classes.get(other));
  }

  Comparison.Case forComparison() {
    return new Comparison.Case(values(), question, object);
  }
}
