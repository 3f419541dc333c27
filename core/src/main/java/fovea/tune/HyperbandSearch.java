package fovea.tune;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import java.util.List;
import java.util.Optional;

/**
 * Successive halving in brackets: the first begins many trials and gives them few epochs, the last
 * begins few and trains each to its end, as nobody knows how early a trial tells its worth. After
 * the last bracket the first comes again.
 *
 * @see <a href="https://jmlr.org/papers/v18/16-558.html">Li et al. 2018, algorithm 1</a>
 */
@Named("hyperband")
public record HyperbandSearch(
    @Setting(
            about = "the fewest epochs that a bracket begins with",
            standard = "1",
            range = "[1, 100000]",
            unit = "epochs")
        int minEpochs,
    @Setting(
            about = "one of so many goes on, for so many times as many epochs",
            standard = "3",
            range = "[2, 10]")
        int reduction,
    @Setting(about = "what new settings are drawn by", standard = "random") Sampler sampler)
    implements SearchMethod {
  public HyperbandSearch {
    Declared.check(HyperbandSearch.class, minEpochs, reduction, sampler);
  }

  @Override
  public Optional<Job> next(List<Trial> trials, int most, int epochs) {
    List<Integer> rungs = Halving.divided(minEpochs, reduction, epochs);
    int first = 0;
    for (int bracket = 0; first < most; bracket++) {
      int rung = bracket % rungs.size();
      int size = Math.min(size(rungs.size(), rung), most - first);
      List<Integer> left = rungs.subList(rung, rungs.size());
      int begun = Math.min(trials.size(), first + size);
      List<Trial> own = begun > first ? trials.subList(first, begun) : List.of();
      Optional<Job> job = inBracket(own, first, size, left);
      if (job.isPresent()) {
        return job;
      }
      first += size;
    }
    return Optional.empty();
  }

  /**
   * How many trials a bracket begins: about as many that all brackets cost the same.
   *
   * @param rungs how many there are
   * @param from the one that the bracket begins with
   */
  private int size(int rungs, int from) {
    int halvings = rungs - 1 - from;
    return (int) Math.ceil((double) rungs / (halvings + 1) * Math.pow(reduction, halvings));
  }

  private Optional<Job> inBracket(List<Trial> own, int first, int size, List<Integer> rungs) {
    Optional<Job> unfinished = Halving.unfinished(own, rungs);
    if (unfinished.isPresent()) {
      return unfinished;
    }
    if (own.size() < size) {
      return Optional.of(new Job(first + own.size(), rungs.get(0)));
    }
    List<Trial> going = own;
    for (int rung = 0; rung + 1 < rungs.size(); rung++) {
      int next = rungs.get(rung + 1);
      List<Trial> ranked = Halving.ranked(going, rungs.get(rung));
      going = ranked.stream().limit(Math.max(1, ranked.size() / reduction)).toList();
      Optional<Trial> one =
          going.stream()
              .filter(trial -> trial.state() == Trial.State.OPEN && !trial.has(next))
              .findFirst();
      if (one.isPresent()) {
        return Optional.of(new Job(one.get().number(), next));
      }
    }
    return Optional.empty();
  }
}
