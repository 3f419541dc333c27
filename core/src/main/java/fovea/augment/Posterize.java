package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Leaves some images only few levels of each colour: of a value's nearest byte the highest bits are
 * kept, as Pillow's {@code posterize} keeps them.
 */
@Named("posterize")
public record Posterize(
    @Setting(
            about = "how many of a colour's eight bits are kept",
            standard = "4",
            range = "[1, 8]",
            unit = "bits")
        int bits,
    @Setting(about = "share of the images that are posterised", standard = "0.5", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public Posterize {
    Declared.check(Posterize.class, bits, probability);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "posterize",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            posterize(picture, bits);
          }
        });
  }

  /**
   * @param bits from 0, which leaves black, to 8, which leaves all
   */
  static void posterize(Picture picture, int bits) {
    if (bits == 8) {
      return;
    }
    int mask = 0xff << (8 - bits);
    float[] values = picture.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (Picture.toByte(values[i]) & mask) / 255f;
    }
  }
}
