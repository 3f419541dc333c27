package fovea.train;

import fovea.augment.Augmentation;
import fovea.augment.HorizontalFlip;
import fovea.augment.Rotation;
import fovea.augment.ShiftedCrop;
import fovea.tensor.Geometry.Padding;
import java.util.ArrayList;
import java.util.List;

/**
 * How training images are varied.
 *
 * @param horizontalFlip whether half of them are mirrored
 * @param rotation the largest angle, in degrees, either way, in [0, 180]
 * @param shift the largest shift, in pixels, in each direction, in [0, 64]
 * @param padding what a shift or a rotation lets in from outside
 */
public record AugmentSettings(boolean horizontalFlip, double rotation, int shift, Padding padding) {
  static final AugmentSettings STANDARD = new AugmentSettings(false, 0, 0, Padding.REFLECT);

  public AugmentSettings {
    Limits.ROTATION.check("rotation", rotation);
    Limits.SHIFT.check("shift", shift);
  }

  /** Rotation and shift before the flip, each where the recipe asks for it. */
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
    return Augmentation.inOrder(steps);
  }
}
