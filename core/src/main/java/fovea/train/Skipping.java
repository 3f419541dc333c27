package fovea.train;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.objective.Objective.Outcome;
import fovea.recipe.SkippingSettings;
import fovea.tensor.Loss;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which images an epoch trains on, by the loss that each had when it was last trained on. */
final class Skipping implements AutoCloseable {
  /** Among a trainer's tensors: the losses, [images]. */
  private static final String LOSSES = "skipping.losses";

  /** Among a trainer's tensors, amid an epoch: 1 for an image that it trains on, else 0. */
  private static final String CHOSEN = "skipping.chosen";

  private static final float UNKNOWN = Float.POSITIVE_INFINITY;

  private final SkippingSettings settings;
  private final int epochs;
  private final float[] losses;
  private final Scope memory = Scope.detached();
  private final Tensor storedLosses;
  private final Tensor storedChosen;

  Skipping(SkippingSettings settings, int epochs, int images) {
    this.settings = settings;
    this.epochs = epochs;
    losses = new float[images];
    Arrays.fill(losses, UNKNOWN);
    try (Scope temporary = Scope.open()) {
      storedLosses = memory.adopt(Tensor.of(losses, images));
      storedChosen = memory.adopt(Tensor.ofBytes(new byte[images], images));
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

  /**
   * What {@link #restore} needs, by name; the tensors are this object's own. Nothing, where no
   * image is ever left out.
   *
   * @param chosen the images of the epoch under way; empty between two epochs
   */
  Map<String, Tensor> state(Optional<int[]> chosen) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    if (!isOn()) {
      return state;
    }
    try (Scope temporary = Scope.open()) {
      storedLosses.copyFrom(Tensor.of(losses, losses.length));
      state.put(LOSSES, storedLosses);
      if (chosen.isPresent()) {
        byte[] flags = new byte[losses.length];
        Arrays.stream(chosen.get()).forEach(image -> flags[image] = 1);
        storedChosen.copyFrom(Tensor.ofBytes(flags, flags.length));
        state.put(CHOSEN, storedChosen);
      }
    }
    return state;
  }

  /**
   * Takes over the losses of another's {@link #state}.
   *
   * @throws FoveaException if they are of another number of images
   */
  void restore(Map<String, Tensor> state) {
    if (isOn()) {
      System.arraycopy(entry(state, LOSSES).toFloats(), 0, losses, 0, losses.length);
    }
  }

  /**
   * The images of the epoch that was under way in another's {@link #state}, in ascending order.
   *
   * @throws FoveaException if it doesn't say
   */
  int[] chosen(Map<String, Tensor> state) {
    if (!isOn()) {
      return IntStream.range(0, losses.length).toArray();
    }
    byte[] flags = entry(state, CHOSEN).toBytes();
    return IntStream.range(0, flags.length).filter(image -> flags[image] != 0).toArray();
  }

  private Tensor entry(Map<String, Tensor> state, String name) {
    Tensor found = state.get(name);
    if (found == null || found.shape().elements() != losses.length) {
      throw new FoveaException(
          "`%s` is %s, expected one number for each of %d images"
              .formatted(name, found == null ? "missing" : found.shape(), losses.length));
    }
    return found;
  }

  @Override
  public void close() {
    memory.close();
  }
}
