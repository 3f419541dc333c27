package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Sharpens or softens some images: each becomes factor times itself and 1 - factor times its
 * smoothed self, in which a pixel counts 5 of 13 and each of its eight neighbours 1; pixels at the
 * edge stay. It is Pillow's {@code ImageEnhance.Sharpness}.
 */
@Named("sharpness")
public record Sharpness(
    @Setting(
            about = "0 softens, 1 changes nothing, 2 sharpens as much as 0 softens",
            standard = "2",
            range = "[0, 10]")
        double factor,
    @Setting(about = "share of the images that are changed", standard = "0.5", range = "[0, 1]")
        double probability)
    implements AugmentStep {
  public Sharpness {
    Declared.check(Sharpness.class, factor, probability);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "sharpen",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() < probability) {
            sharpen(picture, factor);
          }
        });
  }

  static void sharpen(Picture picture, double factor) {
    int row = picture.width() * Picture.CHANNELS;
    float own = (float) factor;
    float smooth = (float) ((1 - factor) / 13);
    float[] from = picture.values();
    float[] to = picture.spare();
    System.arraycopy(from, 0, to, 0, from.length);
    for (int y = 1; y < picture.height() - 1; y++) {
      int end = (y + 1) * row - Picture.CHANNELS;
      for (int i = y * row + Picture.CHANNELS; i < end; i++) {
        float around =
            from[i - row - 3]
                + from[i - row]
                + from[i - row + 3]
                + from[i - 3]
                + 5 * from[i]
                + from[i + 3]
                + from[i + row - 3]
                + from[i + row]
                + from[i + row + 3];
        to[i] = Picture.clamped(own * from[i] + smooth * around);
      }
    }
    picture.swap();
  }
}
