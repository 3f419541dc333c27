package fovea.run;

import fovea.data.Split;
import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.train.TrainingListener;
import java.util.Optional;

/**
 * Also looks at the network of a run between two epochs: to draw its weights, or images that it
 * takes for something else. Whatever it costs is part of the run's time, though not of an epoch's.
 */
public interface Onlooker extends TrainingListener {
  /**
   * What there is to look at; the test images are no part of it.
   *
   * @param epoch that is over, counted from 1
   * @param network with the weights as they are trained, not averaged; to be left as it is
   * @param execution how the run computes
   */
  record Sight(
      int epoch,
      Module network,
      Split.Train train,
      Optional<Split.Validation> validation,
      Execution execution) {}

  /** An epoch is over, and all listeners have heard of it. */
  void look(Sight sight);
}
