package fovea.recipe;

import fovea.settings.Declared;
import fovea.settings.Setting;

/**
 * Leaves images that the network knows already out of some epochs: the time goes to those it
 * doesn't.
 *
 * @see <a href="https://arxiv.org/abs/1910.00762">Jiang et al. 2019, on selective
 *     backpropagation</a>
 * @see <a href="https://arxiv.org/abs/2303.04947">Qin et al. 2024, section 2.3, on the last
 *     epochs</a>
 */
public record SkippingSettings(
    @Setting(
            about =
                "share of the images that an epoch leaves out: those whose loss was least when "
                    + "they were last trained on; each is back in the next epoch",
            standard = "0",
            range = "[0, 0.5]")
        double share,
    @Setting(
            about = "share of the epochs before the first that leaves any out",
            standard = "0.25",
            range = "[0, 1]")
        double from,
    @Setting(
            about =
                "share of the epochs after which all images are trained on again, to correct "
                    + "the bias toward hard ones",
            standard = "0.875",
            range = "[0, 1]")
        double until) {

  public SkippingSettings {
    Declared.check(SkippingSettings.class, share, from, until);
  }

  /** Whether images are ever left out. */
  public boolean isOn() {
    return share > 0;
  }

  /**
   * How many images an epoch leaves out.
   *
   * @param epoch counted from 1
   */
  public int skipped(int epoch, int epochs, int images) {
    double before = (epoch - 1.0) / epochs;
    return before >= from && before < until ? (int) (share * images) : 0;
  }
}
