package fovea.recipe;

import fovea.settings.Declared;
import fovea.settings.Setting;

/**
 * Sharpness-aware minimisation, around whichever optimiser.
 *
 * @see <a href="https://arxiv.org/abs/2010.01412">Foret et al. 2021</a>
 */
public record SamSettings(
    @Setting(
            about =
                "how far from the weights the gradient of a step is taken, uphill, as L2 norm: twice"
                    + " the time a step; 0 is at the weights",
            standard = "0",
            range = "[0, 100]")
        double rho) {

  public SamSettings {
    Declared.check(SamSettings.class, rho);
  }

  /** Whether a step asks for two gradients. */
  public boolean isOn() {
    return rho > 0;
  }

  /** How many gradients a step asks for. */
  public int gradients() {
    return isOn() ? 2 : 1;
  }
}
