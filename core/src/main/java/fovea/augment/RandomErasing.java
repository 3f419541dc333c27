package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;

/**
 * Erases a random box of some images: its share of the area is drawn uniformly, the logarithm of
 * its proportions too, and an image into which ten boxes in turn don't fit stays as it is.
 *
 * @see <a href="https://arxiv.org/abs/1708.04896">Zhong et al. 2017, section 3.2</a>
 */
@Named("random-erasing")
public record RandomErasing(
    @Setting(about = "share of the images that lose a box", standard = "0.5", range = "[0, 1]")
        double probability,
    @Setting(about = "least share of the image's area", standard = "0.02", range = "(0, 1]")
        double minScale,
    @Setting(about = "largest share of the image's area", standard = "0.33", range = "(0, 1]")
        double maxScale,
    @Setting(
            about = "largest ratio of a box's sides, either way",
            standard = "3.3",
            range = "[1, 100]")
        double ratio,
    @Setting(
            about =
                "what is put in its place: `random` values of their own for each pixel, or `zero`,"
                    + " which is black",
            standard = "random")
        Fill fill)
    implements AugmentStep {
  /** What an erased box holds. */
  public enum Fill {
    RANDOM,
    ZERO
  }

  public RandomErasing {
    Declared.check(RandomErasing.class, probability, minScale, maxScale, ratio, fill);
    Bounds.require("minScale", minScale, "maxScale", maxScale);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "randomErasing",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            Box.draw(rng, picture.height(), picture.width(), minScale, maxScale, ratio)
                .ifPresent(box -> erase(picture, box, rng));
          }
        });
  }

  private void erase(Picture picture, Box box, Rng rng) {
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      int start = (y * picture.width() + box.left()) * Picture.CHANNELS;
      for (int i = start; i < start + box.width() * Picture.CHANNELS; i++) {
        picture.values()[i] = fill == Fill.ZERO ? 0 : (float) rng.nextDouble();
      }
    }
  }
}
