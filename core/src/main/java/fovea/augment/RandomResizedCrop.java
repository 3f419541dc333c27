package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.ImageArrays;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * Cuts a random box out of each image and brings it to the size that the network takes, bilinearly
 * and averaged over what falls into a pixel. The box is torchvision's: its share of the area drawn
 * uniformly, the logarithm of its proportions too, ten tries; then the middle of the image.
 *
 * @see <a href="https://arxiv.org/abs/1409.4842">Szegedy et al. 2014, section 6</a>
 */
@Named("random-resized-crop")
public record RandomResizedCrop(
    @Setting(
            about = "least share of the image's area that is kept",
            standard = "0.08",
            range = "(0, 1]")
        double minScale,
    @Setting(
            about = "largest share of the image's area that is kept",
            standard = "1",
            range = "(0, 1]")
        double maxScale,
    @Setting(
            about = "largest ratio of a box's sides, either way",
            standard = "1.3333",
            range = "[1, 10]")
        double ratio)
    implements AugmentStep {
  public RandomResizedCrop {
    Declared.check(RandomResizedCrop.class, minScale, maxScale, ratio);
    Bounds.require("minScale", minScale, "maxScale", maxScale);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Tensor images = batch.images();
    int height = Math.toIntExact(images.shape().size(2));
    int width = Math.toIntExact(images.shape().size(3));
    Resampling to = new Resampling(moment.size().height(), moment.size().width());
    return batch.with(
        ImageArrays.each(
            "randomResizedCrop",
            images,
            moment.size().height(),
            moment.size().width(),
            (image, values) -> to.of(values, width, box(moment.batch(), height, width))));
  }

  private Box box(Rng rng, int height, int width) {
    return Box.draw(rng, height, width, minScale, maxScale, ratio)
        .orElseGet(() -> middle(height, width));
  }

  /** As much as the proportions allow. */
  private Box middle(int height, int width) {
    int boxHeight = (int) Math.max(1, Math.min(height, Math.round(width * ratio)));
    int boxWidth = (int) Math.max(1, Math.min(width, Math.round(height * ratio)));
    return new Box((height - boxHeight) / 2, (width - boxWidth) / 2, boxHeight, boxWidth);
  }
}
