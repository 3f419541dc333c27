package fovea.train;

import fovea.data.Split;
import fovea.data.Splits;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Evaluator;
import fovea.evaluate.Views;
import fovea.measure.MachineRate;
import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.recipe.Recipe;
import fovea.tensor.Execution;
import java.util.List;
import java.util.Optional;

/** Says how good the weights are that a network has. */
record Judge(Module network, Splits splits, Execution execution) {

  /** By the validation images; empty where there are none. */
  Optional<Evaluation> validation() {
    return splits.validation().map(images -> Evaluator.evaluate(network, images, execution));
  }

  /**
   * By all images, those of the test split among them.
   *
   * @param profile of the steps that this process took
   */
  RunResult result(
      Recipe recipe,
      Summary summary,
      List<EpochRecord> epochs,
      int chosenEpoch,
      RunProfile profile) {
    Double rate = profile.gigaflop() == 0 ? null : profile.gigaflopsPerSecond();
    return new RunResult(
        accuracy(splits.test(), Views.PLAIN),
        recipe.testViews() ? accuracy(splits.test(), Views.MIRRORED_AND_SHIFTED) : null,
        accuracy(splits.train(), Views.PLAIN),
        validation().map(Evaluation::accuracy).orElse(null),
        epochs.size(),
        chosenEpoch,
        epochs.stream().mapToDouble(EpochRecord::seconds).sum(),
        summary.parameters(),
        summary.macs(),
        rate,
        rate == null ? null : rate / MachineRate.matmul(execution));
  }

  private double accuracy(Split split, Views views) {
    return Evaluator.evaluate(network, split, execution, views).accuracy();
  }
}
