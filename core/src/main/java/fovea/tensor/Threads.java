package fovea.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * How many threads an operation is spread over. One and two threads give different roundings. The
 * number belongs to the calling thread; whoever runs a network is told one, most often by an {@link
 * Execution}, and uses it in a {@link #block}, which leaves nobody else's changed.
 */
public final class Threads {
  private Threads() {}

  /**
   * Sets the number for the calling thread, and for threads that start later and set none.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static void set(int threads) {
    requirePositive(threads);
    // A thread that has computed nothing yet would still take over, at its first operation, what
    // another thread has set since.
    int unused = count();
    Native.run("set threads", () -> torch.set_num_threads(threads));
  }

  /** The number in force on the calling thread. */
  public static int count() {
    return Native.call("count threads", torch::get_num_threads);
  }

  /**
   * A block on this thread in which operations are spread over another number of threads.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static Block block(int threads) {
    requirePositive(threads);
    int before = count();
    if (threads != before) {
      set(threads);
    }
    return new Block(before, threads);
  }

  /**
   * Refuses a number of threads that nothing can be computed on.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static void requirePositive(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
    }
  }

  /** For try-with-resources; restores the number that was in force before. */
  public static final class Block implements AutoCloseable {
    private final int before;
    private final int during;

    private Block(int before, int during) {
      this.before = before;
      this.during = during;
    }

    @Override
    public void close() {
      if (before != during) {
        set(before);
      }
    }
  }
}
