package fovea.explain;

/**
 * How far off an explanation knows itself to be.
 *
 * @param what is measured, such as {@code completenessGap}
 * @param value where 0 is perfect
 * @param tolerated what is commonly good enough
 */
public record SelfCheck(String what, double value, double tolerated) {
  /** Whether it should be done again with more steps or samples. */
  public boolean tooLarge() {
    return value > tolerated;
  }
}
