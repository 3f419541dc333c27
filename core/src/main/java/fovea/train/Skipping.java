package fovea.train;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.objective.Objective.Outcome;
import fovea.recipe.SkippingSettings;
import fovea.tensor.Loss;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which images an epoch trains on, by the loss that each had when it was last trained on. */
final class Skipping implements AutoCloseable {
  /** What {@link #state} is called among the tensors of a trainer's. */
  static final String LOSSES = "skipping.losses";

  private static final float UNKNOWN = Float.POSITIVE_INFINITY;

  private final SkippingSettings settings;
  private final int epochs;
  private final float[] losses;
  private final Scope memory = Scope.detached();
  private final Tensor stored;

  Skipping(SkippingSettings settings, int epochs, int images) {
    this.settings = settings;
    this.epochs = epochs;
    losses = new float[images];
    Arrays.fill(losses, UNKNOWN);
    try (Scope temporary = Scope.open()) {
      stored = memory.adopt(Tensor.of(losses, images));
    }
  }

  boolean isOn() {
    return settings.isOn();
  }

  /**
   * The images of an epoch, in ascending order; those left out count as unknown from now on, so
   * that the next epoch has them.
   *
   * @param epoch counted from 1
   */
  int[] chosen(int epoch) {
    int skipped = settings.skipped(epoch, epochs, losses.length);
    long[] byLoss = new long[losses.length];
    Arrays.setAll(byLoss, i -> (long) Float.floatToIntBits(losses[i]) << Integer.SIZE | i);
    Arrays.sort(byLoss);
    for (int i = 0; i < skipped; i++) {
      losses[(int) byLoss[i]] = UNKNOWN;
    }
    return Arrays.stream(byLoss, skipped, byLoss.length).mapToInt(i -> (int) i).sorted().toArray();
  }

  /** Takes note of what came of images, unless none are ever left out. */
  void note(Batch batch, Outcome outcome) {
    if (isOn()) {
      note(batch.indices(), Loss.crossEntropyOfEach(outcome.logits().detach(), batch.target()));
    }
  }

  /**
   * Takes note of what an image's loss is now.
   *
   * @param images which
   * @param now [N], 0 or more, one for each
   */
  void note(int[] images, Tensor now) {
    float[] values = now.toFloats();
    IntStream.range(0, images.length).forEach(i -> losses[images[i]] = values[i]);
  }

  /** The losses as they are now, [images]; this object's own. */
  Tensor state() {
    try (Scope temporary = Scope.open()) {
      stored.copyFrom(Tensor.of(losses, losses.length));
    }
    return stored;
  }

  /**
   * Takes over another's {@link #state}.
   *
   * @throws FoveaException if it is of another number of images
   */
  void restore(@Nullable Tensor state) {
    if (state == null || state.shape().elements() != losses.length) {
      throw new FoveaException(
          "`%s` is %s, expected %d losses"
              .formatted(LOSSES, state == null ? "missing" : state.shape(), losses.length));
    }
    System.arraycopy(state.toFloats(), 0, losses, 0, losses.length);
  }

  @Override
  public void close() {
    memory.close();
  }
}
