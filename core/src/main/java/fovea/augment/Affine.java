package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.Rng;

/**
 * Shears each image, scales and turns it about its centre and moves it, each by a random amount,
 * read bilinearly: torchvision's {@code RandomAffine}, but that moves aren't rounded to whole
 * pixels.
 */
@Named("affine")
public record Affine(
    @Setting(
            about = "largest angle, either way, drawn uniformly",
            standard = "10",
            range = "[0, 180]",
            unit = "degrees")
        double degrees,
    @Setting(
            about = "largest move in each direction, as a share of width or height",
            standard = "0.1",
            range = "[0, 1]")
        double translate,
    @Setting(about = "least factor of size", standard = "0.9", range = "[0.1, 1]") double minScale,
    @Setting(about = "largest factor of size", standard = "1.1", range = "[1, 10]") double maxScale,
    @Setting(
            about = "largest angle of shear along the rows, either way",
            standard = "0",
            range = "[0, 80]",
            unit = "degrees")
        double shear,
    @Setting(about = "what is let in from outside", standard = "reflect") Padding padding)
    implements AugmentStep {
  public Affine {
    Declared.check(Affine.class, degrees, translate, minScale, maxScale, shear, padding);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "affine",
        batch,
        moment,
        (picture, rng) ->
            Warp.affine(
                    picture,
                    degrees * eitherWay(rng),
                    translate * picture.width() * eitherWay(rng),
                    translate * picture.height() * eitherWay(rng),
                    minScale + (maxScale - minScale) * rng.nextDouble(),
                    shear * eitherWay(rng))
                .apply(picture, padding));
  }

  private static double eitherWay(Rng rng) {
    return 2 * rng.nextDouble() - 1;
  }
}
