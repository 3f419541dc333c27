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
        int images) {

  public ShapesSettings {
    Declared.check(ShapesSettings.class, images);
  }
}
