package fovea.optim;

/** An argument that would do harm in silence. */
final class Refused {
  private Refused() {}

  static void unless(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + found + ", expected " + expected);
    }
  }
}
