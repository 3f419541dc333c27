package fovea.train;

import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Where a trainer stands between two epochs.
 *
 * @param tensors by name: the model's, the optimiser's, and those kept for choosing
 * @param averagedSteps that went into the averaged weights; 0 without averaging
 * @param epochs trained so far, in order
 */
public record TrainerState(
    Map<String, Tensor> tensors, long averagedSteps, List<EpochRecord> epochs) {

  /** What the tensors take on a disk. */
  public long bytes() {
    return tensors.values().stream()
        .mapToLong(tensor -> tensor.shape().elements() * tensor.dtype().bytes())
        .sum();
  }
}
