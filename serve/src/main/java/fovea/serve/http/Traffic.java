package fovea.serve.http;

import java.time.Duration;

/** How many requests are under way, and whether more are welcome. */
public final class Traffic {
  private int underWay;
  private int accepted;
  private long lastCame = System.nanoTime();
  private boolean draining;

  synchronized void came() {
    underWay++;
    lastCame = System.nanoTime();
  }

  /**
   * Takes a request on.
   *
   * @param always whether it is answered until the end
   * @return false where the service is about to end
   */
  synchronized boolean accept(boolean always) {
    if (draining && !always) {
      return false;
    }
    accepted++;
    return true;
  }

  synchronized void left(boolean wasAccepted) {
    underWay--;
    if (wasAccepted) {
      accepted--;
    }
    if (accepted == 0) {
      notifyAll();
    }
  }

  /** Those that aren't answered yet, be it with a refusal. */
  public synchronized int underWay() {
    return underWay;
  }

  /** From now on new requests are told that the service is about to end. */
  synchronized void drain() {
    draining = true;
  }

  public synchronized boolean isDraining() {
    return draining;
  }

  /** Since the last request came. */
  synchronized Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - lastCame);
  }

  /**
   * Waits until all that were accepted are answered.
   *
   * @return whether that came to pass in time
   */
  synchronized boolean awaitAnswered(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (accepted > 0) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
