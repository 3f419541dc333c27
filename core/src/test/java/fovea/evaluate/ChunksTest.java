package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChunksTest {
  private static final int IMAGES = 20 * Chunks.SIZE;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch slowBegan = new CountDownLatch(1);

  @Test
  void afterAFailureNoWorkerRunsAndNoChunkIsBegun() {
    assertThatThrownBy(
            () ->
                Chunks.each(
                    IMAGES,
                    2,
                    (first, end) -> {
                      if (first == 0) {
                        await(slowBegan);
                        throw new IllegalStateException("of the first chunk");
                      }
                      slowly();
                    }))
        .hasMessage("of the first chunk");
    assertThat(running).hasValue(0);
    assertThat(begun).hasValueLessThan(10);
  }

  @Test
  void afterAnInterruptNoWorkerRunsAndTheThreadStaysInterrupted() throws InterruptedException {
    Thread caller = Thread.currentThread();
    Thread interrupting =
        new Thread(
            () -> {
              await(slowBegan);
              caller.interrupt();
            });
    interrupting.start();
    assertThatThrownBy(() -> Chunks.each(IMAGES, 3, (first, end) -> slowly()))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(running).hasValue(0);
    assertThat(begun).hasValueLessThan(10);
    interrupting.join();
  }

  @Test
  void anErrorOfAWorkerStaysWhatItIs() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    for (int threads = 1; threads <= 3; threads++) {
      int several = threads;
      assertThatThrownBy(
              () ->
                  Chunks.each(
                      IMAGES,
                      several,
                      (first, end) -> {
                        throw error;
                      }))
          .isSameAs(error);
    }
  }

  private void slowly() {
    begun.incrementAndGet();
    running.incrementAndGet();
    slowBegan.countDown();
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new AssertionError("a worker is not interrupted: native code wouldn't notice", e);
    }
    running.decrementAndGet();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
