package fovea.train;

/**
 * Exponential averaging of the weights.
 *
 * @param decay the share of the old average that each step keeps, in [0, 1); 0 is no averaging
 */
public record AveragingSettings(double decay) {
  static final AveragingSettings STANDARD = new AveragingSettings(0);

  public AveragingSettings {
    Limits.BELOW_ONE.check("decay", decay);
  }
}
