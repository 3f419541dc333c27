package fovea.augment;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;

/**
 * Moves each image by a random number of whole pixels: padded on every side, then cropped to its
 * size.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, section 4.2</a>
 */
@Named("shifted-crop")
public record ShiftedCrop(
    @Setting(
            about = "largest shift in each direction, drawn uniformly",
            standard = "2",
            range = "[0, 64]",
            unit = "pixels")
        int shift,
    @Setting(about = "what is let in from outside", standard = "reflect") Padding padding)
    implements AugmentStep {
  public ShiftedCrop {
    Declared.check(ShiftedCrop.class, shift, padding);
  }

  @Override
  public void requireFits(int height, int width) {
    int smaller = Math.min(height, width);
    if (padding == Padding.REFLECT && shift >= smaller) {
      throw new FoveaException(
          "`shift` in `augment` is %d pixels, but images of %d x %d can be reflected by at most %d; lower it, or set padding to zero"
              .formatted(shift, width, height, smaller - 1));
    }
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    int n = batch.size();
    int[] down = new int[n];
    int[] right = new int[n];
    for (int i = 0; i < n; i++) {
      down[i] = shift - rng.nextInt(2 * shift + 1);
      right[i] = shift - rng.nextInt(2 * shift + 1);
    }
    return batch.with(PixelMoves.shift(batch.images(), down, right, padding));
  }
}
