package fovea.train;

/** What a {@link TrainingListener} says to what it was told. */
public enum Answer {
  GO_ON,
  /** The run ends here, in a state from which it can go on. */
  STOP
}
