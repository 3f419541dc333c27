package fovea.tune;

import fovea.settings.FreeValues;
import fovea.settings.Setting;
import java.util.Map;

/**
 * How settings are searched.
 *
 * @param space what is searched, by the settings' paths; {@link SearchFile} reads it
 */
public record SearchSettings(
    @Setting(
            about = "how the next trial is chosen, and which of them go on for longer",
            standard = "asha")
        SearchMethod method,
    @Setting(about = "of all that the search draws", standard = "1") long seed,
    @Setting(about = "which figure of the validation images shall be best", standard = "accuracy")
        Measure measure,
    @Setting(about = "what is searched: a setting's path, and which values it may have")
        Map<String, Object> space) {
  /** A figure of the validation split. */
  public enum Measure {
    /** Higher is better. */
    ACCURACY,
    /** Lower is better. */
    LOSS
  }

  public SearchSettings {
    space = FreeValues.copy(space);
  }
}
