package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Named;
import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;

/**
 * Mirrors a random half of the images in the first epoch, the other half in the second, and so on
 * in turns: every two epochs show each image both ways.
 *
 * @see <a href="https://arxiv.org/abs/2404.00498">Jordan 2024, section 3.6</a>
 */
@Named("alternating-flip")
public record AlternatingFlip() implements AugmentStep {
  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.run().split("alternatingFlip");
    boolean[] mirrored = new boolean[batch.size()];
    for (int i = 0; i < mirrored.length; i++) {
      boolean first = rng.longAt(batch.indices()[i]) < 0;
      mirrored[i] = first == (moment.epoch() % 2 == 1);
    }
    return batch.with(PixelMoves.mirror(batch.images(), mirrored));
  }
}
