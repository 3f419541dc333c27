package fovea.train;

import fovea.FoveaException;
import fovea.augment.Augmentation;
import fovea.augment.Cutout;
import fovea.augment.HorizontalFlip;
import fovea.augment.Rotation;
import fovea.augment.ShiftedCrop;
import fovea.tensor.Geometry.Padding;
import java.util.ArrayList;
import java.util.List;

/**
 * How training images are varied.
 *
 * @param horizontalFlip whether half of them are mirrored, chosen anew in each epoch
 * @param alternatingFlip instead: whether each is mirrored in every other epoch
 * @param rotation the largest angle, in degrees, either way, in [0, 180]
 * @param shift the largest shift, in pixels, in each direction, in [0, 64]
 * @param padding what a shift or a rotation lets in from outside
 * @param cutout the side of a square that is blacked out, in pixels, in [0, 128]; 0 is none
 */
public record AugmentSettings(
    boolean horizontalFlip,
    boolean alternatingFlip,
    double rotation,
    int shift,
    Padding padding,
    int cutout) {
  static final AugmentSettings STANDARD =
      new AugmentSettings(false, false, 0, 0, Padding.REFLECT, 0);

  public AugmentSettings {
    Limits.ROTATION.check("rotation", rotation);
    Limits.SHIFT.check("shift", shift);
    Limits.CUTOUT.check("cutout", cutout);
    if (horizontalFlip && alternatingFlip) {
      throw new FoveaException(
          "`horizontalFlip` and `alternatingFlip` in `augment` are both true, and one excludes the"
              + " other; set one of them to false");
    }
  }

  /**
   * Rotation and shift before the flip and the cutout, each where the recipe asks for it; the
   * alternating flip, which must know the images, is the trainer's.
   */
  Augmentation augmentation() {
    List<Augmentation> steps = new ArrayList<>();
    if (rotation > 0) {
      steps.add(new Rotation(rotation, padding));
    }
    if (shift > 0) {
      steps.add(new ShiftedCrop(shift, padding));
    }
    if (horizontalFlip) {
      steps.add(new HorizontalFlip());
    }
    if (cutout > 0) {
      steps.add(new Cutout(cutout));
    }
    return Augmentation.inOrder(steps);
  }
}
