package fovea.recipe;

import fovea.tensor.Precision;

/** The number format that a recipe asks for. */
public enum PrecisionSetting {
  /** The fastest on this machine. */
  AUTO,
  FLOAT32,
  BFLOAT16;

  /** The number format to compute in. */
  public Precision resolve() {
    return switch (this) {
      case AUTO -> Precision.fastest();
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
    };
  }
}
