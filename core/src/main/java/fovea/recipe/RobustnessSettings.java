package fovea.recipe;

import fovea.settings.Declared;
import fovea.settings.Setting;

/** How a run watches what its network withstands: by an attack on a few images after each epoch. */
public record RobustnessSettings(
    @Setting(
            about =
                "images that are attacked after each epoch, of the validation split where there is"
                    + " one, else of those trained on; 0 is none",
            standard = "0",
            range = "[0, 1000000]",
            unit = "images")
        int images,
    @Setting(
            about = "the most that the attack changes a value, of 255",
            standard = "8",
            range = "[0.1, 255]")
        double epsilon255,
    @Setting(
            about = "steps of the attack, each a quarter of epsilon",
            standard = "10",
            range = "[1, 1000]")
        int steps,
    @Setting(
            about =
                "what follows when a network that learns from attacked images no longer withstands"
                    + " the attack, but one step all the better (catastrophic overfitting): `rewind`"
                    + " goes on from the weights of the last epoch before, `stop` ends with those,"
                    + " `tell` only says so",
            standard = "rewind")
        OnCollapse onCollapse) {
  /** What follows a collapse. */
  public enum OnCollapse {
    REWIND,
    STOP,
    TELL
  }

  public RobustnessSettings {
    Declared.check(RobustnessSettings.class, images, epsilon255, steps, onCollapse);
  }

  /** Whether it is watched. */
  public boolean isOn() {
    return images > 0;
  }
}
