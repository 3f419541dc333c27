package fovea.train;

import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a trainer stands between two steps.
 *
 * @param tensors by name: the model's, the optimiser's, and those kept for choosing
 * @param averagedSteps that went into the averaged weights; 0 without averaging
 * @param epochs trained so far, in order
 * @param underWay what the epoch after these has come to; empty where that hasn't begun
 */
public record TrainerState(
    Map<String, Tensor> tensors,
    long averagedSteps,
    List<EpochRecord> epochs,
    Optional<EpochSoFar> underWay) {

  /** Where a run stands that has this state. */
  public Position position() {
    return new Position(epochs.size() + 1, underWay.map(EpochSoFar::steps).orElse(0));
  }

  /** What the tensors take on a disk. */
  public long bytes() {
    return bytes(tensors);
  }

  static long bytes(Map<String, Tensor> some) {
    return some.values().stream()
        .mapToLong(tensor -> tensor.shape().elements() * tensor.dtype().bytes())
        .sum();
  }
}
