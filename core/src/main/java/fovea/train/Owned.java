package fovea.train;

import java.util.ArrayDeque;
import java.util.Deque;

/** What an object owns; what was made last ends first. */
final class Owned implements AutoCloseable {
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Takes something over, which {@code end} ends. */
  void add(Runnable end) {
    ends.push(end);
  }

  /** Ends all of it; closing twice is harmless. */
  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
