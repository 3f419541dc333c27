package fovea.recipe;

import fovea.settings.Declared;
import fovea.settings.Setting;

/** Exponential averaging of the weights. */
public record AveragingSettings(
    @Setting(
            about = "share of the weights' average that each step keeps; 0 is no averaging",
            standard = "0",
            range = "[0, 1)")
        double decay) {

  public AveragingSettings {
    Declared.check(AveragingSettings.class, decay);
  }
}
