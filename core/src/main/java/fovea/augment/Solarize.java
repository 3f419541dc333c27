package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Turns the bright parts of some images into their negatives: a value v becomes 1 - v where it is
 * at least the threshold.
 */
@Named("solarize")
public record Solarize(
    @Setting(about = "least value that is turned round", standard = "0.5", range = "[0, 1]")
        double threshold,
    @Setting(about = "share of the images that are solarised", standard = "0.5", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public Solarize {
    Declared.check(Solarize.class, threshold, probability);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "solarize",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            solarize(picture, threshold);
          }
        });
  }

  static void solarize(Picture picture, double threshold) {
    float least = (float) threshold;
    float[] values = picture.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] >= least ? 1 - values[i] : values[i];
    }
  }
}
