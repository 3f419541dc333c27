package fovea.tune;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One try of some settings.
 *
 * @param number counted from 0
 * @param settings by their paths, as {@code --set} takes them
 * @param scores after each epoch so far, of the weights that would be kept then; more is better
 * @param problem why it failed, where it did: it diverged, say
 * @param seconds that its epochs took
 */
public record Trial(
    int number,
    Map<String, String> settings,
    State state,
    List<Double> scores,
    @Nullable String problem,
    double seconds) {
  /** How far it is. */
  public enum State {
    /** It has had all its epochs, or stopped early. */
    OVER,
    /** It may go on. */
    OPEN,
    FAILED
  }

  public Trial {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    scores = List.copyOf(scores);
  }

  /**
   * The better ones first: those that got further before those that didn't, and of these by their
   * scores. One that is over is as far as any, be it that it stopped early.
   */
  public static List<Trial> bestFirst(List<Trial> trials) {
    int furthest = trials.stream().mapToInt(Trial::epochs).max().orElse(0);
    return trials.stream()
        .sorted(
            Comparator.comparing((Trial trial) -> trial.state == State.FAILED)
                .thenComparing(trial -> trial.state == State.OVER ? -furthest : -trial.epochs())
                .thenComparing(trial -> -trial.last())
                .thenComparing(Trial::number))
        .toList();
  }

  /** Of {@link #bestFirst} those that have a score: that were trained, and didn't fail. */
  static List<Trial> scoredBestFirst(List<Trial> trials) {
    return bestFirst(trials).stream()
        .filter(trial -> trial.state != State.FAILED && trial.epochs() > 0)
        .toList();
  }

  /** How many epochs it has had. */
  public int epochs() {
    return scores.size();
  }

  /** The score that it has now; the worst of all before the first epoch. */
  public double last() {
    return scores.isEmpty() ? Double.NEGATIVE_INFINITY : scores.get(scores.size() - 1);
  }

  /** The score after so many epochs, or at its end if that came before; empty if it isn't there. */
  OptionalDouble score(int epochs) {
    if (state == State.FAILED || scores.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (scores.size() >= epochs) {
      return OptionalDouble.of(scores.get(epochs - 1));
    }
    return state == State.OVER ? OptionalDouble.of(last()) : OptionalDouble.empty();
  }

  boolean has(int epochs) {
    return score(epochs).isPresent();
  }
}
