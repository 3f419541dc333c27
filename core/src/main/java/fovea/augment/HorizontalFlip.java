package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Named;
import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;

/** Mirrors half of the images, chosen anew in each epoch, left to right. */
@Named("horizontal-flip")
public record HorizontalFlip() implements AugmentStep {
  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    boolean[] mirrored = new boolean[batch.size()];
    for (int i = 0; i < mirrored.length; i++) {
      mirrored[i] = rng.nextLong() < 0;
    }
    return batch.with(PixelMoves.mirror(batch.images(), mirrored));
  }
}
