package fovea.recipe;

/** What {@code gradientClip} is the limit of. */
public enum ClipBy {
  /** The L2 norm of all gradients together, which keeps their direction. */
  NORM,
  /** Each gradient by itself. */
  VALUE
}
