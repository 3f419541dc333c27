package fovea.train;

/**
 * When a run ends before its last epoch.
 *
 * @param patience how many epochs in a row may bring nothing better; 0 is no early stopping
 * @param measure what better means
 */
public record EarlyStoppingSettings(int patience, Measure measure) {
  static final EarlyStoppingSettings STANDARD = new EarlyStoppingSettings(0, Measure.LOSS);

  /** A figure of the validation split. */
  public enum Measure {
    /** Lower is better. */
    LOSS,
    /** Higher is better. */
    ACCURACY
  }

  public EarlyStoppingSettings {
    Limits.PATIENCE.check("patience", patience);
  }
}
