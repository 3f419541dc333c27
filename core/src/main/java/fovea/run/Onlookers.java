package fovea.run;

import fovea.data.Splits;
import fovea.models.Model;
import fovea.tensor.Execution;
import fovea.tensor.Threads;
import fovea.train.TrainingListener;
import java.util.List;

/** Those of a run's listeners who also look at its network. */
record Onlookers(List<Onlooker> all, Model model, Splits splits, Execution execution) {
  static Onlookers of(
      List<TrainingListener> listeners, Model model, Splits splits, Execution execution) {
    List<Onlooker> all =
        listeners.stream().filter(Onlooker.class::isInstance).map(Onlooker.class::cast).toList();
    return new Onlookers(all, model, splits, execution);
  }

  void look(int epoch) {
    if (all.isEmpty()) {
      return;
    }
    Onlooker.Sight sight =
        new Onlooker.Sight(epoch, model.network(), splits.train(), splits.validation(), execution);
    try (Threads.Block block = Threads.block(execution.threads())) {
      all.forEach(onlooker -> onlooker.look(sight));
    }
  }
}
