package fovea.cli;

/** A part of a report has nothing to go by, as it turned out; the others go on. */
final class NothingToMeasureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param why as the report says it of what it leaves out
   */
  NothingToMeasureException(String why) {
    super(why);
  }
}
