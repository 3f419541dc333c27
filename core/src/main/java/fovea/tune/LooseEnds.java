package fovea.tune;

import fovea.recipe.Recipe;
import fovea.run.TrialRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The ends of trials that nobody noted, as their process was stopped or died.
 *
 * @param recipe that the trials' settings are changed in, of all their epochs
 * @param folder of the search
 */
record LooseEnds(TrialDatabase database, Recipe recipe, Path folder) {
  /** So many in one trial, without an epoch between them, are no bad luck. */
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
    Map<Integer, Integer> deaths = database.deaths();
    List<Integer> givenUp = new ArrayList<>();
    for (Trial trial : open()) {
      int died = deaths.getOrDefault(trial.number(), 0);
      if (died >= DEATHS) {
        database.end(
            trial.number(),
            Trial.State.FAILED,
            "its process died %d times without an epoch in between, as where the system has no memory left; search among smaller networks or batches"
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
