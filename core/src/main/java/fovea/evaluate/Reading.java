package fovea.evaluate;

import fovea.nn.Module;
import org.jspecify.annotations.Nullable;

/**
 * How a network's outputs are read: what calibrates them, and when they are believed.
 *
 * @param temperature for the probabilities
 * @param noneOfThese when an image shows none of the classes, or null if it always shows one
 * @param head the module whose inputs are the features, where {@code noneOfThese} needs some
 */
public record Reading(
    Temperature temperature, @Nullable NoneOfThese noneOfThese, @Nullable Module head) {
  /** As they are. */
  public static final Reading PLAIN = new Reading(Temperature.NONE, null, null);

  public Reading {
    if (noneOfThese != null && noneOfThese.by().needsFeatures() && head == null) {
      throw new IllegalArgumentException(
          "`" + noneOfThese.by().name() + "` needs the module that is given the features");
    }
  }
}
