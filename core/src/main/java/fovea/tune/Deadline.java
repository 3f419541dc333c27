package fovea.tune;

import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.TrainingListener;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a trial when the search's time is over; it can go on where the search is given more. */
final class Deadline implements TrainingListener {
  private final long start = System.nanoTime();
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  /**
   * @param trials those before, whose time counts
   */
  static Deadline of(@Nullable Duration budget, List<Trial> trials) {
    if (budget == null) {
      return new Deadline(Long.MAX_VALUE);
    }
    double spent = trials.stream().mapToDouble(Trial::seconds).sum();
    return new Deadline(budget.toNanos() - (long) (spent * 1e9));
  }

  boolean isOver() {
    return System.nanoTime() - start >= nanos;
  }

  private Answer answer() {
    return isOver() ? Answer.STOP : Answer.GO_ON;
  }

  @Override
  public Answer batch(BatchFacts batch) {
    return answer();
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    return answer();
  }
}
