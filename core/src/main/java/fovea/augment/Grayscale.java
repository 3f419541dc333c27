package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Takes the colour out of some images: each pixel becomes its luma of ITU-R BT.601, 0.2989 R +
 * 0.587 G + 0.114 B, as torchvision's {@code RandomGrayscale} does.
 */
@Named("grayscale")
public record Grayscale(
    @Setting(about = "share of the images that become grey", standard = "0.1", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public Grayscale {
    Declared.check(Grayscale.class, probability);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "grayscale",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            grayscale(picture);
          }
        });
  }

  static void grayscale(Picture picture) {
    float[] values = picture.values();
    for (int pixel = 0; pixel < values.length; pixel += Picture.CHANNELS) {
      float grey = Picture.grey(values, pixel);
      values[pixel] = grey;
      values[pixel + 1] = grey;
      values[pixel + 2] = grey;
    }
  }
}
