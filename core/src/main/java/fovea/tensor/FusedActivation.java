package fovea.tensor;

import java.util.List;

/** What a layer computes with its output in the same pass. */
public enum FusedActivation {
  NONE("none"),
  RELU("relu"),
  RELU6("hardtanh"),
  SILU("swish"),
  /** Exact, as {@link Activation#gelu}. */
  GELU("gelu");

  private final String attribute;

  FusedActivation(String attribute) {
    this.attribute = attribute;
  }

  /** As oneDNN's operators spell it. */
  String attribute() {
    return attribute;
  }

  /** What they are told beside it. */
  List<Double> scalars() {
    return this == RELU6 ? List.of(0.0, 6.0) : List.of();
  }
}
