package fovea.tune;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import java.util.List;
import java.util.Optional;

/**
 * Successive halving that never waits: whenever a trial is among the best part of those that came
 * as far, it goes on; else a new one begins. Once there are to be no more, the best of each rung
 * goes on even if there are too few to be a part, so that some are trained to their end.
 *
 * @see <a href="https://arxiv.org/abs/1810.05934">Li et al. 2020, algorithm 2</a>
 */
@Named("asha")
public record AshaSearch(
    @Setting(
            about = "after how many epochs trials are compared for the first time",
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
  public AshaSearch {
    Declared.check(AshaSearch.class, minEpochs, reduction, sampler);
  }

  @Override
  public Optional<Job> next(List<Trial> trials, int most, int epochs) {
    List<Integer> rungs = Halving.rungs(minEpochs, reduction, epochs);
    return Halving.unfinished(trials, rungs)
        .or(() -> promoted(trials, rungs, 0))
        .or(() -> begun(trials, most, rungs))
        .or(() -> promoted(trials, rungs, 1));
  }

  private static Optional<Job> begun(List<Trial> trials, int most, List<Integer> rungs) {
    return trials.size() < most
        ? Optional.of(new Job(trials.size(), rungs.get(0)))
        : Optional.empty();
  }

  /**
   * @param atLeast how many go on from a rung, however few have reached it
   */
  private Optional<Job> promoted(List<Trial> trials, List<Integer> rungs, int atLeast) {
    for (int rung = rungs.size() - 2; rung >= 0; rung--) {
      int next = rungs.get(rung + 1);
      List<Trial> ranked = Halving.ranked(trials, rungs.get(rung));
      int going = Math.max(atLeast, ranked.size() / reduction);
      Optional<Trial> one =
          ranked.stream()
              .limit(going)
              .filter(trial -> trial.state() == Trial.State.OPEN && !trial.has(next))
              .findFirst();
      if (one.isPresent()) {
        return Optional.of(new Job(one.get().number(), next));
      }
    }
    return Optional.empty();
  }
}
