package fovea.train;

import fovea.FoveaException;
import java.util.Map;

/**
 * Which network is trained.
 *
 * @param name as the model catalogue has it
 * @param arguments those that differ from the network's own defaults, unmodifiable: text, {@code
 *     Integer}, {@code Long}, {@code Double}, {@code Boolean}, lists and maps; the catalogue checks
 *     them
 */
public record ModelSettings(String name, Map<String, Object> arguments) {
  static final ModelSettings STANDARD = new ModelSettings("cifar10-cnn", Map.of());

  public ModelSettings {
    if (name.isBlank()) {
      throw new FoveaException("`name` in `model` is empty, expected the name of a network");
    }
    arguments = FreeValues.copy(arguments);
  }
}
