package fovea.train;

/**
 * Leaves images that the network knows already out of some epochs: the time goes to those it
 * doesn't.
 *
 * @param share of the training images that an epoch leaves out, in [0, 0.5]; 0 is none. They are
 *     those whose loss was least when they were last trained on; an image that was left out is
 *     trained on in the next epoch
 * @param from share of the epochs before the first that leaves any out, in [0, 1]
 * @param until share of the epochs after which all images are trained on again, in [0, 1]: the last
 *     epochs correct the bias toward hard images
 * @see <a href="https://arxiv.org/abs/1910.00762">Jiang et al. 2019, on selective
 *     backpropagation</a>
 * @see <a href="https://arxiv.org/abs/2303.04947">Qin et al. 2024, section 2.3, on the last
 *     epochs</a>
 */
public record SkippingSettings(double share, double from, double until) {
  static final SkippingSettings STANDARD = new SkippingSettings(0, 0.25, 0.875);

  public SkippingSettings {
    Limits.SKIPPED.check("share", share);
    Limits.SHARE.check("from", from);
    Limits.SHARE.check("until", until);
  }

  /** Whether images are ever left out. */
  boolean isOn() {
    return share > 0;
  }

  /**
   * How many images an epoch leaves out.
   *
   * @param epoch counted from 1
   */
  int skipped(int epoch, int epochs, int images) {
    double before = (epoch - 1.0) / epochs;
    return before >= from && before < until ? (int) (share * images) : 0;
  }
}
