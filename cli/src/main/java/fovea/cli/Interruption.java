package fovea.cli;

import fovea.train.BatchFacts;
import fovea.train.TrainingListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end between two steps when somebody presses Ctrl-C, rather than in the middle of a
 * native operation.
 */
final class Interruption implements TrainingListener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean wanted;

  /**
   * @param farewell runs when the program is about to end early
   */
  private Interruption(Runnable farewell) {
    hook =
        new Thread(
            () -> {
              wanted = true;
              try {
                boolean unused = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              farewell.run();
            },
            "interruption");
  }

  static Interruption watch(Runnable farewell) {
    Interruption interruption = new Interruption(farewell);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Ends a run; nobody is told, since the program ends at once. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Interrupted() {
      super("interrupted", null, false, false);
    }
  }

  @Override
  public void batch(BatchFacts batch) {
    if (wanted) {
      throw new Interrupted();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!wanted) {
      try {
        boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The program is ending already, by another way than Ctrl-C.
      }
    }
  }
}
