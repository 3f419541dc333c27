package fovea.serve.batch;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Work off the event threads, in turns: a request comes as many turns later as it has images, so
 * that one with many doesn't delay those with few, and is itself delayed by no more than as many.
 */
record DecodeTask(long turn, long number, Runnable work)
    implements Runnable, Comparable<DecodeTask> {
  private static final AtomicLong REQUESTS = new AtomicLong();
  private static final AtomicLong TASKS = new AtomicLong();
  private static final Comparator<DecodeTask> ORDER =
      Comparator.comparingLong(DecodeTask::turn).thenComparingLong(DecodeTask::number);

  DecodeTask(long turn, Runnable work) {
    this(turn, TASKS.getAndIncrement(), work);
  }

  /** When it is the turn of a request that comes now. */
  static long after(int images) {
    return REQUESTS.getAndIncrement() + images;
  }

  @Override
  public void run() {
    work.run();
  }

  @Override
  public int compareTo(DecodeTask other) {
    return ORDER.compare(this, other);
  }
}
