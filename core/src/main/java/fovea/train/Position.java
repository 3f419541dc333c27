package fovea.train;

/**
 * Where a run stands: all that it draws, and the next step that it takes, follow from here.
 *
 * @param epoch under way or next, counted from 1
 * @param step how many steps of it are taken; where that is all of them, its validation is next
 */
public record Position(int epoch, int step) {
  /** Before the first step. */
  public static final Position START = new Position(1, 0);

  /** {@code epoch 3, step 120}. */
  @Override
  public String toString() {
    return "epoch %d, step %d".formatted(epoch, step);
  }
}
