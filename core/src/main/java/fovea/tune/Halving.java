package fovea.tune;

import fovea.tune.SearchMethod.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What methods that stop trials early, and those that don't, have in common. */
final class Halving {
  private Halving() {}

  /** Each trial to its end, one after the other. */
  static Optional<Job> whole(List<Trial> trials, int most, int epochs) {
    return unfinished(trials, List.of(epochs))
        .or(
            () ->
                trials.size() < most
                    ? Optional.of(new Job(trials.size(), epochs))
                    : Optional.empty());
  }

  /** A trial that stands amid two rungs, as its process was killed: it goes on first. */
  static Optional<Job> unfinished(List<Trial> trials, List<Integer> rungs) {
    for (Trial trial : trials) {
      if (trial.state() == Trial.State.OPEN && !rungs.contains(trial.epochs())) {
        return rungs.stream()
            .filter(rung -> rung > trial.epochs())
            .findFirst()
            .map(rung -> new Job(trial.number(), rung));
      }
    }
    return Optional.empty();
  }

  /**
   * After how many epochs trials are compared: the least, {@code reduction} times as many, and so
   * on, and last all of them.
   */
  static List<Integer> rungs(int least, int reduction, int epochs) {
    List<Integer> rungs = new ArrayList<>();
    for (long rung = Math.max(1, least); rung < epochs; rung *= reduction) {
      rungs.add((int) rung);
    }
    rungs.add(epochs);
    return rungs;
  }

  /**
   * After how many epochs brackets begin: all of them divided by {@code reduction} as often as
   * leaves the least, rounded.
   *
   * @see <a href="https://jmlr.org/papers/v18/16-558.html">Li et al. 2018, algorithm 1: r = R
   *     eta^-s</a>
   */
  static List<Integer> divided(int least, int reduction, int epochs) {
    List<Integer> rungs = new ArrayList<>(List.of(epochs));
    for (double rung = (double) epochs / reduction; rung >= Math.max(1, least); rung /= reduction) {
      rungs.add(0, (int) Math.round(rung));
    }
    return rungs;
  }

  /** Those that were compared after so many epochs, the best first. */
  static List<Trial> ranked(List<Trial> trials, int rung) {
    return trials.stream()
        .filter(trial -> trial.has(rung))
        .sorted(
            Comparator.comparingDouble((Trial trial) -> -trial.score(rung).orElseThrow())
                .thenComparing(Trial::number))
        .toList();
  }
}
