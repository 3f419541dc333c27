package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;

/**
 * Changes brightness, contrast, saturation and hue of each image, in random order, as torchvision's
 * {@code ColorJitter} does. Brightness multiplies all values by a factor; contrast takes an image
 * that far from its mean luma, saturation each pixel from its own; hue goes round the circle of
 * HSV.
 */
@Named("color-jitter")
public record ColorJitter(
    @Setting(
            about = "how far the factor of brightness is from 1 at most, either way",
            standard = "0.4",
            range = "[0, 10]")
        double brightness,
    @Setting(
            about = "how far the factor of contrast is from 1 at most, either way",
            standard = "0.4",
            range = "[0, 10]")
        double contrast,
    @Setting(
            about = "how far the factor of saturation is from 1 at most, either way",
            standard = "0.4",
            range = "[0, 10]")
        double saturation,
    @Setting(
            about = "largest change of hue, either way; 0.5 is half the circle",
            standard = "0.1",
            range = "[0, 0.5]")
        double hue)
    implements AugmentStep {
  private static final int CHANGES = 4;

  public ColorJitter {
    Declared.check(ColorJitter.class, brightness, contrast, saturation, hue);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "colorJitter",
        batch,
        moment,
        (picture, rng) -> {
          double brighter = factor(brightness, rng);
          double contrasted = factor(contrast, rng);
          double saturated = factor(saturation, rng);
          double turned = hue * (2 * rng.nextDouble() - 1);
          for (int change : rng.permutation(CHANGES)) {
            switch (change) {
              case 0 -> brighten(picture, brighter);
              case 1 -> contrast(picture, contrasted);
              case 2 -> saturate(picture, saturated);
              default -> Hue.turn(picture, turned);
            }
          }
        });
  }

  private static double factor(double most, Rng rng) {
    double least = Math.max(0, 1 - most);
    return least + (1 + most - least) * rng.nextDouble();
  }

  static void brighten(Picture picture, double factor) {
    float[] values = picture.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Picture.clamped((float) factor * values[i]);
    }
  }

  static void contrast(Picture picture, double factor) {
    float[] values = picture.values();
    double sum = 0;
    for (int pixel = 0; pixel < values.length; pixel += Picture.CHANNELS) {
      sum += Picture.grey(values, pixel);
    }
    float own = (float) factor;
    float mean = (float) ((1 - factor) * sum * Picture.CHANNELS / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = Picture.clamped(own * values[i] + mean);
    }
  }

  static void saturate(Picture picture, double factor) {
    float[] values = picture.values();
    float own = (float) factor;
    float others = (float) (1 - factor);
    for (int pixel = 0; pixel < values.length; pixel += Picture.CHANNELS) {
      float grey = others * Picture.grey(values, pixel);
      values[pixel] = Picture.clamped(own * values[pixel] + grey);
      values[pixel + 1] = Picture.clamped(own * values[pixel + 1] + grey);
      values[pixel + 2] = Picture.clamped(own * values[pixel + 2] + grey);
    }
  }
}
