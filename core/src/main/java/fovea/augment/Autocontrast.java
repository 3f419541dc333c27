package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Stretches the colours of some images: in each channel the least value becomes 0 and the largest
 * 1; one that is the same all over stays as it is.
 */
@Named("autocontrast")
public record Autocontrast(
    @Setting(about = "share of the images that are stretched", standard = "0.5", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public Autocontrast {
    Declared.check(Autocontrast.class, probability);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "autocontrast",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            autocontrast(picture);
          }
        });
  }

  static void autocontrast(Picture picture) {
    float[] values = picture.values();
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      float least = 1;
      float most = 0;
      for (int i = channel; i < values.length; i += Picture.CHANNELS) {
        least = Math.min(least, values[i]);
        most = Math.max(most, values[i]);
      }
      if (least < most) {
        float factor = 1 / (most - least);
        for (int i = channel; i < values.length; i += Picture.CHANNELS) {
          values[i] = Picture.clamped((values[i] - least) * factor);
        }
      }
    }
  }
}
