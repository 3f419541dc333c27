package fovea.recipe;

import fovea.settings.Declared;
import fovea.settings.Setting;

/** The built-in data set {@code shapes}; other data sets don't look here. */
public record ShapesSettings(
    @Setting(
            about = "how many the built-in data set draws, all splits together",
            standard = "6000",
            range = "[100, 1000000]",
            unit = "images")
        int images,
    @Setting(
            about =
                "share of training images whose shape has the colour of its class, a shortcut to"
                    + " find; 0 is any colour",
            standard = "0",
            range = "[0, 1]",
            tacit = true)
        double shortcut) {

  public ShapesSettings {
    Declared.check(ShapesSettings.class, images, shortcut);
  }
}
