package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Spreads the colours of some images over their whole range: in each channel the values' nearest
 * bytes become as equally frequent as a function of the byte can make them, which is the one of
 * Pillow's {@code equalize}.
 */
@Named("equalize")
public record Equalize(
    @Setting(about = "share of the images that are equalised", standard = "0.5", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  private static final int LEVELS = 256;

  public Equalize {
    Declared.check(Equalize.class, probability);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "equalize",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            equalize(picture);
          }
        });
  }

  static void equalize(Picture picture) {
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      equalize(picture.values(), channel);
    }
  }

  private static void equalize(float[] values, int channel) {
    int[] counts = new int[LEVELS];
    for (int i = channel; i < values.length; i += Picture.CHANNELS) {
      counts[Picture.toByte(values[i])]++;
    }
    int last = LEVELS - 1;
    while (last > 0 && counts[last] == 0) {
      last--;
    }
    int step = (values.length / Picture.CHANNELS - counts[last]) / (LEVELS - 1);
    if (step == 0) {
      return;
    }
    float[] equal = new float[LEVELS];
    int below = step / 2;
    for (int level = 0; level < LEVELS; level++) {
      equal[level] = Math.min(LEVELS - 1, below / step) / (LEVELS - 1f);
      below += counts[level];
    }
    for (int i = channel; i < values.length; i += Picture.CHANNELS) {
      values[i] = equal[Picture.toByte(values[i])];
    }
  }
}
