package fovea.recipe;

import fovea.FoveaException;
import fovea.settings.FreeValues;
import fovea.settings.Setting;
import java.util.Map;

/**
 * Which network is trained.
 *
 * @param arguments unmodifiable: text, {@code Integer}, {@code Long}, {@code Double}, {@code
 *     Boolean}, lists and maps; the catalogue checks them
 */
public record ModelSettings(
    @Setting(
            about =
                "a network of the catalogue (`fovea summary NAME` shows it); `pretrained` is the one that the weights of `from` are of",
            standard = "cifar10-cnn")
        String name,
    @Setting(about = "its own, where they differ from its defaults: see [below](#networks)")
        Map<String, Object> arguments) {
  /** The name that stands for whichever network the weights are of that a run starts from. */
  public static final String PRETRAINED = "pretrained";

  public ModelSettings {
    if (name.isBlank()) {
      throw new FoveaException("`name` in `model` is empty, expected the name of a network");
    }
    arguments = FreeValues.copy(arguments);
  }
}
