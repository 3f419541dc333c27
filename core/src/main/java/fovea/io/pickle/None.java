package fovea.io.pickle;

/** Python's {@code None}. */
public enum None {
  NONE
}
