package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;

/**
 * Applies random operations, all of one strength, to each image one after the other. There are
 * fourteen: identity, shear and translation either along rows or columns, rotation, brightness,
 * colour, contrast, sharpness, posterise, solarise, autocontrast and equalise; how strong they are
 * by the magnitude is torchvision's {@code RandAugment}.
 *
 * @see <a href="https://arxiv.org/abs/1909.13719">Cubuk et al. 2020, section 3.1</a>
 */
@Named("rand-augment")
public record RandAugment(
    @Setting(about = "operations for each image", standard = "2", range = "[1, 14]") int numOps,
    @Setting(
            about = "how strong those are that have a strength; 30 is the most",
            standard = "9",
            range = "[0, 30]")
        int magnitude,
    @Setting(about = "what is let in from outside", standard = "zero") Padding padding)
    implements AugmentStep {
  private static final double LARGEST_MOVE = 150.0 / 331;
  static final PolicySpace SPACE = new PolicySpace(0.3, side -> LARGEST_MOVE * side, 30, 0.9, 8, 4);
  private static final double STRONGEST = 30;

  public RandAugment {
    Declared.check(RandAugment.class, numOps, magnitude, padding);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "randAugment",
        batch,
        moment,
        (picture, rng) -> {
          for (int i = 0; i < numOps; i++) {
            SPACE.apply(PolicyOperation.draw(rng), picture, magnitude / STRONGEST, padding, rng);
          }
        });
  }
}
