package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LanesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void eachTaskIsDoneOnceAndNoLaneDoesTwoAtOnce(int count) {
    int[] done = new int[40];
    AtomicInteger[] busy =
        IntStream.range(0, count).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
    try (Lanes lanes = new Lanes(count)) {
      for (int round = 1; round <= 3; round++) {
        lanes.each(
            done.length,
            (number, lane) -> {
              assertThat(busy[lane].incrementAndGet()).isEqualTo(1);
              assertThat(Threads.count()).isEqualTo(1);
              done[number]++;
              busy[lane].decrementAndGet();
            });
        assertThat(done).containsOnly(round);
      }
    }
  }

  @Test
  void lanesWorkBesideOneAnotherAndOneLaneIsTheThreadThatAsks() {
    CountDownLatch all = new CountDownLatch(3);
    try (Lanes lanes = new Lanes(3)) {
      lanes.each(
          3,
          (number, lane) -> {
            all.countDown();
            waitFor(all); // for ever, if one came after the other
          });
    }
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Integer> order = new ArrayList<>();
    try (Lanes one = new Lanes(1)) {
      one.each(
          4,
          (number, lane) -> {
            threads.add(Thread.currentThread());
            order.add(number);
          });
    }
    assertThat(threads).containsExactly(Thread.currentThread());
    assertThat(order).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aFailureIsThrownAsItWasOnceNothingIsUnderWay() {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    OutOfMemoryError failure = new OutOfMemoryError("no more");
    CountDownLatch failed = new CountDownLatch(1);
    try (Lanes lanes = new Lanes(2)) {
      assertThatThrownBy(
              () ->
                  lanes.each(
                      100,
                      (number, lane) -> {
                        if (number == 1) {
                          failed.countDown();
                          throw failure;
                        }
                        waitFor(failed);
                        sleep(50);
                        done.add(number);
                      }))
          .isSameAs(failure);
      int ended = done.size();
      assertThat(ended).isBetween(1, 3);
      sleep(100);
      assertThat(done).hasSize(ended);
      lanes.each(2, (number, lane) -> done.add(number));
      assertThat(done).hasSize(ended + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anInterruptLeavesEachToItsEndAndStopsTheOther(int count) {
    AtomicInteger done = new AtomicInteger();
    try (Lanes lanes = new Lanes(count)) {
      Thread.currentThread().interrupt();
      lanes.each(20, (number, lane) -> done.incrementAndGet());
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(done.get()).isEqualTo(20);
      assertThatThrownBy(
              () ->
                  lanes.eachUnlessInterrupted(
                      1000,
                      (number, lane) -> {
                        sleep(1);
                        done.incrementAndGet();
                      }))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(done.get()).isLessThan(1000);
    }
  }

  @Test
  void closingLanesLeavesTheThreadItsOwnNumberOfThreads() {
    int before = Threads.count();
    Lanes made;
    try (Threads.Block block = Threads.block(before + 1)) {
      made = new Lanes(2);
    }
    made.each(4, (number, lane) -> {});
    try (Threads.Block block = Threads.block(before + 2)) {
      made.close();
      assertThat(Threads.count()).isEqualTo(before + 2);
    }
    assertThat(Threads.count()).isEqualTo(before);
  }

  /**
   * Its own would take the cores from the other lanes, and no number set for libtorch reaches it.
   */
  @Test
  void openBlasHasNoThreadsBesideTheLane() {
    assumeTrue(System.getenv("OPENBLAS_NUM_THREADS") == null, "the environment says how many");
    try (Threads.Block several = Threads.block(3)) {
      assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
    }
  }

  @Test
  void noLaneIsRefused() {
    assertThatThrownBy(() -> new Lanes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: 0, expected at least 1");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
