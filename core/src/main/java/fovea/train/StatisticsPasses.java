package fovea.train;

import fovea.data.Batch;
import fovea.data.Batches;
import fovea.nn.FreshStatistics;
import fovea.nn.Module;
import fovea.nn.Pass;
import fovea.recipe.Recipe;
import fovea.tensor.Autograd;
import fovea.tensor.Lanes;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes of training images through a network of which batch norm's statistics are computed anew,
 * and nothing else is learnt. Lanes share the passes; the statistics are the same on any number.
 */
final class StatisticsPasses {
  private final Module network;
  private final Lanes lanes;
  private final int microBatchSize;
  private final int batchSize;
  private final Precision precision;
  private long begun;

  /**
   * @param network in training
   */
  StatisticsPasses(Recipe recipe, Module network, Lanes lanes) {
    this.network = network;
    this.lanes = lanes;
    microBatchSize = recipe.microBatchSize();
    batchSize = recipe.batchSize();
    precision = recipe.precision().resolve();
  }

  /**
   * Of as many batches as these images fill, if there are as many.
   *
   * @param size of the images
   */
  void over(Batches batches, int images, int size) {
    try (FreshStatistics fresh = new FreshStatistics(network)) {
      if (!fresh.areAny()) {
        return;
      }
      int left = (images + batchSize - 1) / batchSize;
      while (left > 0 && batches.hasNext()) {
        left -= some(batches, Math.min(left, lanes.count()), size);
      }
    }
  }

  /** A batch a lane. */
  private int some(Batches batches, int most, int size) {
    try (Scope scope = Scope.open()) {
      List<MicroBatch> parts = new ArrayList<>();
      int taken = 0;
      while (taken < most && batches.hasNext()) {
        Batch batch = batches.next(scope);
        parts.addAll(MicroBatch.of(batch, microBatchSize));
        taken++;
      }
      pass(parts, size);
      return taken;
    }
  }

  private void pass(List<MicroBatch> parts, int size) {
    long first = begun;
    begun += parts.size();
    @Nullable Pass[] passes = new Pass[parts.size()];
    try {
      lanes.each(
          passes.length,
          (i, lane) -> {
            try (Scope scope = Scope.open();
                Autograd.NoGrad off = Autograd.noGrad();
                Precision.Block block = precision.on();
                Pass pass = Pass.begin(first + i)) {
              passes[i] = pass;
              Tensor unused = network.call(parts.get(i).resized(size).batch().images());
            }
          });
      for (Pass pass : passes) {
        if (pass != null) {
          pass.applyChanges();
        }
      }
    } finally {
      for (Pass pass : passes) {
        if (pass != null) {
          pass.forgetChanges();
        }
      }
    }
  }
}
