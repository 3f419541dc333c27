package fovea.recipe;

import fovea.FoveaException;
import fovea.augment.AlternatingFlip;
import fovea.augment.AugmentStep;
import fovea.augment.Cutout;
import fovea.augment.HorizontalFlip;
import fovea.augment.Rotation;
import fovea.augment.ShiftedCrop;
import fovea.settings.Declared;
import fovea.settings.Earlier;
import fovea.settings.Setting;
import fovea.tensor.Geometry.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How training images are varied, as older recipes say it: by keys of one section, in an order that
 * they don't choose.
 */
public record EarlierAugment(
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
        int cutout)
    implements Earlier<AugmentStep> {
  public EarlierAugment {
    Declared.check(
        EarlierAugment.class, horizontalFlip, alternatingFlip, rotation, shift, padding, cutout);
    if (horizontalFlip && alternatingFlip) {
      throw new FoveaException(
          "`horizontalFlip` and `alternatingFlip` in `augment` are both true, and one excludes the"
              + " other; set one of them to false");
    }
  }

  /**
   * What these steps are in the words of older recipes.
   *
   * @throws FoveaException if they have none for them
   */
  public EarlierAugment(List<AugmentStep> steps) {
    this(
        steps.contains(new HorizontalFlip()),
        steps.contains(new AlternatingFlip()),
        first(steps, Rotation.class).map(Rotation::degrees).orElse(0.0),
        first(steps, ShiftedCrop.class).map(ShiftedCrop::shift).orElse(0),
        first(steps, Rotation.class)
            .map(Rotation::padding)
            .or(() -> first(steps, ShiftedCrop.class).map(ShiftedCrop::padding))
            .orElse(Padding.REFLECT),
        first(steps, Cutout.class).map(Cutout::side).orElse(0));
    if (!now().equals(steps)) {
      throw new FoveaException(
          "`augment` lists steps that this key, of older recipes, can't say; name a step and its key, such as `augment.rotation.degrees=10`");
    }
  }

  private static <S> Optional<S> first(List<AugmentStep> steps, Class<S> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Rotation and shift before the flip and the cutout, each where it is asked for. */
  @Override
  public List<AugmentStep> now() {
    List<AugmentStep> steps = new ArrayList<>();
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
    return List.copyOf(steps);
  }
}
