package fovea.recipe;

import fovea.settings.Declared;
import fovea.settings.Setting;

/** When a run ends before its last epoch. */
public record EarlyStoppingSettings(
    @Setting(
            about = "epochs without anything better before a run ends; 0 is no early stopping",
            standard = "0",
            range = "[0, 100000]",
            unit = "epochs")
        int patience,
    @Setting(
            about =
                "what better means, of the validation split; `robust` is the share of its images"
                    + " that withstand the attack of `robustness`",
            standard = "loss")
        Measure measure) {
  /** A figure of the validation split. */
  public enum Measure {
    /** Lower is better. */
    LOSS,
    /** Higher is better. */
    ACCURACY,
    /** Accuracy under attack; higher is better. */
    ROBUST
  }

  public EarlyStoppingSettings {
    Declared.check(EarlyStoppingSettings.class, patience, measure);
  }
}
