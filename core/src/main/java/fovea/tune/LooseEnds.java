package fovea.tune;

import fovea.recipe.Recipe;
import fovea.run.TrialRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ends of trials that nobody noted, as their process was stopped or died.
 *
 * @param recipe that the trials' settings are changed in, of all their epochs
 * @param folder of the search
 */
record LooseEnds(TrialDatabase database, Recipe recipe, Path folder) {
  /** So many in one trial, none of which came farther than the one before, are no bad luck. */
  private static final int DEATHS = 3;

  /** Notes which trials have had all their epochs, or stopped early. */
  void noteOver() {
    for (Trial trial : open()) {
      if (isOver(trial)) {
        database.end(trial.number(), Trial.State.OVER, null);
      }
    }
  }

  /**
   * Gives up the trials in which one process after the other has died, and the next would.
   *
   * @return their numbers
   */
  List<Integer> giveUp() {
    List<Integer> givenUp = new ArrayList<>();
    for (Trial trial : open()) {
      long checkpoint = TrialRun.checkpointed(Search.trialFolder(folder, trial.number()));
      int died = database.deaths(trial.number(), checkpoint);
      if (died >= DEATHS) {
        database.end(
            trial.number(),
            Trial.State.FAILED,
            "its process died %d times at the same place, as where the system has no memory left; search among smaller networks or batches"
                .formatted(died));
        givenUp.add(trial.number());
      }
    }
    return givenUp;
  }

  private List<Trial> open() {
    return database.trials().stream().filter(trial -> trial.state() == Trial.State.OPEN).toList();
  }

  private boolean isOver(Trial trial) {
    return trial.epochs() > 0
        && TrialRun.endsAfter(
            trial.epochs(),
            recipe.with(Space.changes(trial.settings())),
            Search.trialFolder(folder, trial.number()));
  }
}
