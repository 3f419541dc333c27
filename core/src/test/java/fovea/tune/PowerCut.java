package fovea.tune;

import fovea.train.Answer;
import fovea.train.BatchFacts;

/** Ends a search as a power cut would: amid an epoch, without another word. */
final class PowerCut implements Search.Listener {
  private int left;

  /**
   * @param steps after which it comes
   */
  PowerCut(int steps) {
    left = steps;
  }

  /** What nothing of a search outlives. */
  static final class Happened extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Answer batch(BatchFacts batch) {
    if (--left == 0) {
      throw new Happened();
    }
    return Answer.GO_ON;
  }
}
