package fovea.run;

import fovea.evaluate.Temperature;

/**
 * The temperature in a model file, and what it was fitted to.
 *
 * @param temperature that logits are divided by
 * @param images of the validation split that it was fitted to
 * @param data fingerprint of their data set
 */
public record FittedTemperature(double temperature, int images, String data) {
  /** Where a model file has it, as JSON. */
  static final String KEY = "fovea.temperature";

  public FittedTemperature {
    Temperature unused = new Temperature(temperature); // which refuses what is none
  }
}
