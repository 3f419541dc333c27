package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;
import java.util.Arrays;

/**
 * Blacks out a square of each image, whose centre may lie anywhere in it.
 *
 * @see <a href="https://arxiv.org/abs/1708.04552">DeVries and Taylor 2017</a>
 */
@Named("cutout")
public record Cutout(
    @Setting(
            about = "side of a square that is blacked out",
            standard = "8",
            range = "[1, 128]",
            unit = "pixels")
        int side)
    implements AugmentStep {
  public Cutout {
    Declared.check(Cutout.class, side);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    int n = batch.size();
    int height = Math.toIntExact(batch.images().shape().size(2));
    int width = Math.toIntExact(batch.images().shape().size(3));
    int[] top = new int[n];
    int[] left = new int[n];
    Arrays.setAll(
        top,
        i -> {
          left[i] = rng.nextInt(width) - side / 2;
          return rng.nextInt(height) - side / 2;
        });
    return batch.with(PixelMoves.blank(batch.images(), top, left, side));
  }
}
