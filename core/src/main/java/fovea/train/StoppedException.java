package fovea.train;

/** A run ended before its time because a listener said so, or its thread was interrupted. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  /**
   * @param position where it stands and can go on
   * @param howToGoOn a clause, such as {@code go on with ...}
   */
  public StoppedException(Position position, String howToGoOn) {
    super("stopped at %s; %s".formatted(position, howToGoOn));
    this.position = position;
  }

  /** Where the run stands. */
  public Position position() {
    return position;
  }
}
