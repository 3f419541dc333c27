package fovea.evaluate;

import fovea.tensor.Lanes;
import java.util.concurrent.CancellationException;

/**
 * Many images, cut into chunks whose activations fit the processor's cache, each worked on by one
 * thread, several at a time. What comes out doesn't depend on how many threads there are.
 */
final class Chunks {
  /** Images in a chunk: the input and output of a layer 88 x 31 x 31 take 11 MB in bfloat16. */
  static final int SIZE = 64;

  private Chunks() {}

  /** What is done with the images from {@code first} to below {@code end}. */
  interface Task {
    void on(int first, int end);
  }

  /** How many chunks there are. */
  static int count(int images) {
    return (images + SIZE - 1) / SIZE;
  }

  /**
   * Does the task on all chunks; when this returns or throws, nothing works on any of them.
   *
   * @param task safe to be called by several threads at once
   * @throws CancellationException if this thread is interrupted
   */
  static void each(int images, int threads, Task task) {
    try (Lanes lanes = new Lanes(threads)) {
      lanes.eachUnlessInterrupted(
          count(images),
          (chunk, lane) -> task.on(chunk * SIZE, Math.min(images, (chunk + 1) * SIZE)));
    }
  }
}
