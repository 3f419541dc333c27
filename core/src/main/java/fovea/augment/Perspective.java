package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;

/**
 * Shows an image as if from aside: its corners move inwards, each to a random point of the box that
 * the distortion allows it. torchvision's {@code RandomPerspective}, but that corners are those of
 * the image's edge and needn't be whole pixels.
 */
@Named("perspective")
public record Perspective(
    @Setting(
            about =
                "how far a corner moves at most, as a share of half the width and half the height",
            standard = "0.5",
            range = "[0, 0.6]")
        double distortion,
    @Setting(about = "share of the images that are distorted", standard = "0.5", range = "[0, 1]")
        double probability,
    @Setting(about = "what is let in from outside", standard = "reflect") Padding padding)
    implements AugmentStep {
  /** Which corners lie right, and which below, clockwise from the upper left one. */
  private static final int[] RIGHT = {0, 1, 1, 0};

  private static final int[] BELOW = {0, 0, 1, 1};

  /**
   * @throws fovea.FoveaException for more than 0.6 as the distortion: from two thirds on, a corner
   *     may cross the diagonal of the two beside it, and no plane is seen like that
   */
  public Perspective {
    Declared.check(Perspective.class, distortion, probability, padding);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    return Picture.each(
        "perspective",
        batch,
        moment,
        (picture, rng) -> {
          if (rng.nextDouble() >= probability) {
            return;
          }
          double[] x = new double[4];
          double[] y = new double[4];
          for (int i = 0; i < x.length; i++) {
            double inX = distortion * picture.width() / 2 * rng.nextDouble();
            double inY = distortion * picture.height() / 2 * rng.nextDouble();
            x[i] = RIGHT[i] == 1 ? picture.width() - inX : inX;
            y[i] = BELOW[i] == 1 ? picture.height() - inY : inY;
          }
          Warp.perspective(picture, x, y).apply(picture, padding);
        });
  }
}
