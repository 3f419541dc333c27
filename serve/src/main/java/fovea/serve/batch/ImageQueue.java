package fovea.serve.batch;

import fovea.serve.limits.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Images in the order in which they came. A place is taken when a request is accepted, before its
 * images are decoded, and given back when they are taken out.
 */
final class ImageQueue {
  private final int places;
  private final Deque<QueuedImage> images = new ArrayDeque<>();
  private int taken;
  private boolean closed;

  ImageQueue(int places) {
    this.places = places;
  }

  /**
   * Takes places for a request's images.
   *
   * @throws Refusal if there aren't as many
   */
  synchronized void admit(int count) {
    if (taken + count > places) {
      throw Refusal.queueFull(
          "%d images wait, of at most %d, and %d more don't fit; ask again"
              .formatted(taken, places, count));
    }
    taken += count;
  }

  /** Gives back places of images that don't come. */
  synchronized void leave(int count) {
    taken -= count;
  }

  /** Puts an image at the end, in the place taken for it. */
  synchronized void put(QueuedImage image) {
    images.add(image);
    notify();
  }

  /** Takes out what is there of a job that is over. */
  synchronized void drop(Job job) {
    int before = images.size();
    boolean unused = images.removeIf(image -> image.job() == job);
    taken -= before - images.size();
  }

  /** How many places are taken. */
  synchronized int size() {
    return taken;
  }

  /**
   * The next images, as many as wait and can be computed together; waits for the first one, and for
   * no other.
   *
   * @return none once the queue is closed and empty
   */
  synchronized List<QueuedImage> take(int most) throws InterruptedException {
    List<QueuedImage> batch = new ArrayList<>();
    while (batch.isEmpty()) {
      Iterator<QueuedImage> waiting = images.iterator();
      while (waiting.hasNext() && batch.size() < most) {
        QueuedImage next = waiting.next();
        if (next.job().isOver()) {
          waiting.remove();
          taken--;
        } else if (batch.isEmpty() || batch.get(0).goesWith(next)) {
          waiting.remove();
          taken--;
          batch.add(next);
        }
      }
      if (batch.isEmpty()) {
        if (closed) {
          return batch;
        }
        wait();
      }
    }
    return batch;
  }

  /** Lets those who wait go, once nothing is left. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
