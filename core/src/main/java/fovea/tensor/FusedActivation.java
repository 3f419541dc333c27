package fovea.tensor;

/** What a layer computes with its output in the same pass. */
public enum FusedActivation {
  NONE("none"),
  RELU("relu"),
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
}
