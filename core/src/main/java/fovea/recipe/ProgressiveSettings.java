package fovea.recipe;

import fovea.settings.Declared;
import fovea.settings.Setting;

/**
 * Smaller images at first, full size at the end: each pixel that isn't computed is time, and what
 * is learnt on small images holds on large ones.
 *
 * @see <a href="https://arxiv.org/abs/2104.00298">Tan and Le 2021, section 4, on progressive
 *     learning</a>
 */
public record ProgressiveSettings(
    @Setting(
            about =
                "height and width of the first images, for networks that take any size; 0 is "
                    + "full size throughout",
            standard = "0",
            range = "[0, 128]",
            unit = "pixels")
        int startSize,
    @Setting(
            about = "share of the steps after which images have their full size",
            standard = "0.5",
            range = "[0, 1]")
        double share,
    @Setting(
            about = "by how much they grow at a time",
            standard = "4",
            range = "[1, 128]",
            unit = "pixels")
        int stride) {

  public ProgressiveSettings {
    Declared.check(ProgressiveSettings.class, startSize, share, stride);
  }

  /** Whether images ever differ from their full size. */
  public boolean isOn() {
    return startSize > 0;
  }

  /**
   * The images' size at a step.
   *
   * @param step counted from 0, of all steps
   * @param fullSize in pixels
   */
  public int size(long step, long steps, int fullSize) {
    double progress = share == 0 ? 1 : step / (share * steps);
    if (!isOn() || startSize >= fullSize || progress >= 1) {
      return fullSize;
    }
    int sizes = (fullSize - startSize + stride - 1) / stride;
    return startSize + stride * (int) (progress * sizes);
  }
}
