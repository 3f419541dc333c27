package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final ImageSet images = SmallImages.draw(50, 3);

  @Test
  void inOrderGivesEveryImageOnceWithItsLabelAndItsPixels() {
    try (Batches batches = Batches.inOrder(images, 16)) {
      int next = 0;
      while (batches.hasNext()) {
        try (Scope scope = Scope.open()) {
          Batch batch = batches.next(scope);
          float[] values = batch.images().toFloats();
          for (long label : batch.target().toLongs()) {
            assertThat(label).isEqualTo(images.label(next));
            next++;
          }
          int first = next - (int) batch.target().shape().size(0);
          assertThat(batch.images().shape())
              .isEqualTo(Shape.of(batch.target().shape().size(0), 3, 8, 8));
          for (int p = 0; p < 64; p++) {
            for (int c = 0; c < 3; c++) {
              int expected = images.pixels(first)[3 * p + c] & 0xff;
              assertThat(values[64 * c + p]).isCloseTo(expected / 255f, within(1e-6f));
            }
          }
        }
      }
      assertThat(next).isEqualTo(50);
    }
  }

  @Test
  void aTrainingPassLeavesOutWhatDoesNotFillABatch() {
    assertThat(seen(16, 1)).hasSize(48).doesNotHaveDuplicates();
  }

  @Test
  void aGivenOrderIsKeptAndImagesMayComeAgain() {
    int[] order = {7, 7, 3, 40, 3, 1, 9};
    List<Integer> seen = new ArrayList<>();
    try (Scope scope = Scope.open();
        Batches batches =
            Batches.ordered(images, order, 3, (batch, random) -> batch, Rng.seeded(3))) {
      while (batches.hasNext()) {
        Batch batch = batches.next(scope);
        Arrays.stream(batch.indices()).forEach(seen::add);
        assertThat(batch.target().toLongs())
            .isEqualTo(Arrays.stream(batch.indices()).mapToLong(images::label).toArray());
      }
    }
    assertThat(seen).containsExactly(7, 7, 3, 40, 3, 1);
  }

  @Test
  void aTrainingPassHasTheChosenImagesOnlyAndSaysWhichABatchHas() {
    int[] chosen = {1, 4, 5, 9, 11, 12};
    List<Integer> seen = new ArrayList<>();
    try (Scope scope = Scope.open();
        Batches batches =
            Batches.shuffled(images, chosen, 2, (batch, random) -> batch, Rng.seeded(3))) {
      while (batches.hasNext()) {
        Batch batch = batches.next(scope);
        int[] which = batch.indices();
        assertThat(batch.target().toLongs())
            .isEqualTo(Arrays.stream(which).mapToLong(images::label).toArray());
        Arrays.stream(which).forEach(seen::add);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(1, 4, 5, 9, 11, 12);
  }

  @Test
  void aBatchLargerThanTheSetIsTheWholeSet() {
    assertThat(Batches.perEpoch(50, 64)).isEqualTo(1);
    assertThat(seen(64, 1)).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void theSeedDecidesTheOrder() {
    assertThat(seen(10, 1)).isEqualTo(seen(10, 1)).isNotEqualTo(seen(10, 2));
    assertThat(new TreeSet<>(seen(10, 1))).isEqualTo(new TreeSet<>(seen(10, 2)));
  }

  @Test
  void whatVariesABatchDependsOnTheSeedAndNotOnTheThreads() {
    for (int run = 0; run < 5; run++) {
      assertThat(noisy(7)).isEqualTo(noisy(7));
    }
    assertThat(noisy(7)).isNotEqualTo(noisy(8));
  }

  @Test
  void whatFailsInTheBackgroundFailsForWhoeverAsks() {
    try (Scope scope = Scope.open();
        Batches batches =
            shuffled(
                10,
                (batch, random) -> {
                  throw new FoveaException("can't vary this");
                },
                Rng.seeded(1))) {
      assertThatThrownBy(() -> batches.next(scope)).hasMessage("can't vary this");
    }
  }

  @Test
  void anErrorInTheBackgroundStaysWhatItIsAndLeavesNoTensor() {
    long before = LiveTensors.count();
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    try (Scope scope = Scope.open();
        Batches batches =
            shuffled(
                10,
                (batch, random) -> {
                  throw error;
                },
                Rng.seeded(1))) {
      assertThatThrownBy(() -> batches.next(scope)).isSameAs(error);
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aPassGivenUpByAnInterruptLeavesNoTensorAndNothingThatRuns() {
    long before = LiveTensors.count();
    AtomicInteger running = new AtomicInteger();
    try (Scope scope = Scope.open();
        Batches batches =
            shuffled(
                10,
                (batch, random) -> {
                  running.incrementAndGet();
                  LockSupport.parkNanos(300_000_000);
                  running.decrementAndGet();
                  return batch;
                },
                Rng.seeded(1))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> batches.next(scope)).isInstanceOf(CancellationException.class);
    }
    assertThat(running).hasValue(0);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void threadsThatStartAfterAPassComputeOnAsManyThreadsAsBefore() throws Exception {
    int before = Threads.count();
    Threads.set(2);
    try (Scope scope = Scope.open();
        Batches batches = Batches.inOrder(images, 10)) {
      while (batches.hasNext()) {
        Batch unused = batches.next(scope);
      }
    }
    assertThat(Threads.count()).isEqualTo(2);
    assertThat(
            CompletableFuture.supplyAsync(Threads::count, task -> new Thread(task).start()).get())
        .isEqualTo(2);
    Threads.set(before);
  }

  @Test
  void anEndedPassSaysSo() {
    try (Scope scope = Scope.open();
        Batches batches = Batches.inOrder(images, 50)) {
      Batch unused = batches.next(scope);
      assertThat(batches.hasNext()).isFalse();
      assertThatThrownBy(() -> batches.next(scope)).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void aPassGivenUpHalfWayLeavesNoTensor() {
    long before = LiveTensors.count();
    for (int run = 0; run < 20; run++) {
      try (Batches batches = shuffled(5, (batch, random) -> batch, Rng.seeded(run));
          Scope scope = Scope.open()) {
        Batch unused = batches.next(scope);
      }
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private Batches shuffled(int batchSize, BiFunction<Batch, Rng, Batch> vary, Rng rng) {
    int[] all = IntStream.range(0, images.size()).toArray();
    return Batches.shuffled(images, all, batchSize, vary, rng);
  }

  /** Images told apart by their first pixels. */
  private List<Long> seen(int batchSize, long seed) {
    List<Long> seen = new ArrayList<>();
    try (Batches batches = shuffled(batchSize, (batch, random) -> batch, Rng.seeded(seed))) {
      while (batches.hasNext()) {
        try (Scope scope = Scope.open()) {
          Tensor batch = batches.next(scope).images();
          float[] values = batch.toFloats();
          int size = values.length / (int) batch.shape().size(0);
          for (int i = 0; i < values.length; i += size) {
            seen.add((long) Arrays.hashCode(Arrays.copyOfRange(values, i, i + size)));
          }
        }
      }
    }
    return seen;
  }

  private List<Double> noisy(long seed) {
    List<Double> sums = new ArrayList<>();
    try (Batches batches =
        shuffled(
            10,
            (batch, random) -> batch.with(batch.images().mul(random.nextDouble())),
            Rng.seeded(seed))) {
      while (batches.hasNext()) {
        try (Scope scope = Scope.open()) {
          sums.add(batches.next(scope).images().sum().item());
        }
      }
    }
    return sums;
  }

  @Test
  void aPassThatBeginsLaterGivesTheSameBatchesAndPreparesNoOthers() {
    for (int first : new int[] {0, 1, 3, 5}) {
      List<Integer> prepared = new ArrayList<>();
      BiFunction<Batch, Rng, Batch> noting =
          (batch, rng) -> {
            synchronized (prepared) {
              Arrays.stream(batch.indices()).forEach(prepared::add);
            }
            return batch.with(batch.images().add(rng.nextDouble()));
          };
      List<float[]> whole = new ArrayList<>();
      List<Integer> order = new ArrayList<>();
      try (Batches batches = shuffled(10, noting, Rng.seeded(4))) {
        while (batches.hasNext()) {
          try (Scope scope = Scope.open()) {
            Batch batch = batches.next(scope);
            whole.add(batch.images().toFloats());
            Arrays.stream(batch.indices()).forEach(order::add);
          }
        }
      }
      prepared.clear();
      List<float[]> rest = new ArrayList<>();
      try (Batches batches = shuffled(10, noting, Rng.seeded(4)).from(first)) {
        while (batches.hasNext()) {
          try (Scope scope = Scope.open()) {
            rest.add(batches.next(scope).images().toFloats());
          }
        }
      }
      assertThat(rest).containsExactlyElementsOf(whole.subList(first, 5));
      assertThat(prepared).containsExactlyInAnyOrderElementsOf(order.subList(10 * first, 50));
    }
  }

  @Test
  void aPassBeginsAtABatchThatItHasAndNotAnew() {
    try (Batches batches = shuffled(10, (batch, rng) -> batch, Rng.seeded(4));
        Scope scope = Scope.open()) {
      assertThatThrownBy(() -> batches.from(6)).hasMessage("batch 6, expected 0 to 5");
      assertThatThrownBy(() -> batches.from(-1)).hasMessage("batch -1, expected 0 to 5");
      Batch unused = batches.next(scope);
      assertThatThrownBy(() -> batches.from(0)).isInstanceOf(IllegalStateException.class);
    }
  }
}
