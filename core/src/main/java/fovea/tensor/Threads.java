package fovea.tensor;

import org.bytedeco.pytorch.global.torch;

/** How many threads an operation is spread over. One and two threads give different roundings. */
public final class Threads {
  private Threads() {}

  /**
   * Sets the number for the calling thread and for threads started later.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static void set(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
    }
    Native.run("set threads", () -> torch.set_num_threads(threads));
  }

  /** The number in force on the calling thread. */
  public static int count() {
    return Native.call("count threads", torch::get_num_threads);
  }
}
