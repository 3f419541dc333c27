package fovea.augment;

/**
 * What a recipe's {@code augment} may list, one line each. A technique is one file: a record of its
 * settings, which does it.
 */
public sealed interface AugmentStep extends Augmentation
    permits Rotation,
        ShiftedCrop,
        HorizontalFlip,
        AlternatingFlip,
        RandomResizedCrop,
        Affine,
        Perspective,
        ColorJitter,
        Grayscale,
        Sharpness,
        GaussianBlur,
        Posterize,
        Solarize,
        Equalize,
        Autocontrast,
        Invert,
        RandAugment,
        TrivialAugment,
        AugMix,
        Cutout,
        RandomErasing,
        Mixup,
        CutMix {

  /**
   * Refuses images that the step can't vary.
   *
   * @throws fovea.FoveaException if there are such of this size
   */
  default void requireFits(int height, int width) {}

  /** Whether it makes one image of several, of whichever classes they are. */
  default boolean mixesClasses() {
    return false;
  }
}
