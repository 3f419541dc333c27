package fovea.recipe;

import fovea.FoveaException;
import fovea.augment.AlternatingFlip;
import fovea.augment.Augmentation;
import fovea.augment.Cutout;
import fovea.augment.HorizontalFlip;
import fovea.augment.Rotation;
import fovea.augment.ShiftedCrop;
import fovea.settings.Declared;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;
import java.util.ArrayList;
import java.util.List;

/** How training images are varied. */
public record AugmentSettings(
    @Setting(about = "mirror half of the images, chosen anew in each epoch", standard = "false")
        boolean horizontalFlip,
    @Setting(about = "instead: mirror each image in every other epoch", standard = "false")
        boolean alternatingFlip,
    @Setting(
            about = "largest angle, either way",
            standard = "0",
            range = "[0, 180]",
            unit = "degrees")
        double rotation,
    @Setting(
            about = "largest shift in each direction",
            standard = "0",
            range = "[0, 64]",
            unit = "pixels")
        int shift,
    @Setting(about = "what a shift or a rotation lets in from outside", standard = "reflect")
        Padding padding,
    @Setting(
            about = "side of a square that is blacked out; 0 is none",
            standard = "0",
            range = "[0, 128]",
            unit = "pixels")
        int cutout) {
  public AugmentSettings {
    Declared.check(
        AugmentSettings.class, horizontalFlip, alternatingFlip, rotation, shift, padding, cutout);
    if (horizontalFlip && alternatingFlip) {
      throw new FoveaException(
          "`horizontalFlip` and `alternatingFlip` in `augment` are both true, and one excludes the"
              + " other; set one of them to false");
    }
  }

  /** Rotation and shift before the flip and the cutout, each where the recipe asks for it. */
  public Augmentation augmentation() {
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
    if (alternatingFlip) {
      steps.add(new AlternatingFlip());
    }
    return Augmentation.inOrder(steps);
  }
}
