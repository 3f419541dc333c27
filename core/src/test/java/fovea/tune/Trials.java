package fovea.tune;

import fovea.tune.SearchMethod.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/** Trials of a search without any training: what comes of settings after an epoch is a formula. */
final class Trials {
  private final SearchMethod method;
  private final int epochs;
  private final ToDoubleBiFunction<Integer, Integer> score;
  private final List<Trial> trials = new ArrayList<>();
  private final List<Job> jobs = new ArrayList<>();

  /**
   * @param score of a trial by its number, after an epoch
   */
  Trials(SearchMethod method, int epochs, ToDoubleBiFunction<Integer, Integer> score) {
    this.method = method;
    this.epochs = epochs;
    this.score = score;
  }

  /** Until nothing is left to do. */
  Trials run(int most) {
    for (int i = 0; i < 10_000; i++) {
      Optional<Job> job = method.next(trials, most, epochs);
      if (job.isEmpty()) {
        return this;
      }
      jobs.add(job.get());
      advance(job.get().trial(), job.get().epochs());
    }
    throw new AssertionError("a search without an end");
  }

  private void advance(int number, int upTo) {
    List<Double> scores = new ArrayList<>();
    for (int epoch = 1; epoch <= upTo; epoch++) {
      scores.add(score.applyAsDouble(number, epoch));
    }
    Trial.State state = upTo == epochs ? Trial.State.OVER : Trial.State.OPEN;
    Trial trial = new Trial(number, Map.of(), state, scores, null, upTo);
    if (number == trials.size()) {
      trials.add(trial);
    } else {
      trials.set(number, trial);
    }
  }

  List<Trial> all() {
    return trials;
  }

  List<Job> jobs() {
    return jobs;
  }

  /** How many trials have had so many epochs or more. */
  long reached(int epoch) {
    return trials.stream().filter(trial -> trial.epochs() >= epoch).count();
  }

  /** A finished trial of these settings. */
  static Trial over(int number, double score, String... settings) {
    return new Trial(number, map(settings), Trial.State.OVER, List.of(score), null, 1);
  }

  static Map<String, String> map(String... settings) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return map;
  }
}
