package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/** Turns some images into their negatives: each value v becomes 1 - v. */
@Named("invert")
public record Invert(
    @Setting(
            about = "share of the images that become negatives",
            standard = "0.5",
            range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public Invert {
    Declared.check(Invert.class, probability);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "invert",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            invert(picture);
          }
        });
  }

  static void invert(Picture picture) {
    float[] values = picture.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 - values[i];
    }
  }
}
