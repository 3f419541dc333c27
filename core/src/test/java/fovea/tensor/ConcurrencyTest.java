package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
  @Test
  void inferenceOnSeveralThreadsGivesIdenticalResults() throws Exception {
    long before = LiveTensors.count();
    try (Scope scope = Scope.open()) {
      Rng rng = Rng.seeded(1);
      Tensor images = RandomTensor.normal(rng, Shape.of(2, 3, 12, 12));
      Tensor filters = RandomTensor.normal(rng, Shape.of(8, 3, 3, 3));
      Tensor matrix = RandomTensor.normal(rng, Shape.of(10, 8 * 36)).requireGradient(true);
      for (Precision precision : Precision.values()) {
        int threads = Threads.count();
        byte[] expected = infer(precision, images, filters, matrix, threads);
        List<byte[]> found = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
          List<Future<byte[]>> running = new ArrayList<>();
          for (int i = 0; i < 80; i++) {
            running.add(pool.submit(() -> infer(precision, images, filters, matrix, threads)));
          }
          for (Future<byte[]> future : running) {
            found.add(future.get());
          }
        } finally {
          pool.shutdown();
        }
        assertThat(found).hasSize(80).allSatisfy(result -> assertThat(result).isEqualTo(expected));
      }
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private static byte[] infer(
      Precision precision, Tensor images, Tensor filters, Tensor matrix, int threads) {
    Threads.set(threads);
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Precision.Block block = precision.on()) {
      Tensor features = Activation.relu(Conv.conv2d(images.channelsLast(), filters, null, 1, 1));
      return Conv.linear(Pool.maxPool2d(features, 2, 2).flatten(1), matrix, null).toRaw();
    }
  }

  @Test
  void threadsTrainApartFromOneAnother() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<float[]>> running = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        running.add(pool.submit(ConcurrencyTest::fitted));
      }
      // on the pool as well, since a fit sets its thread's number of threads
      float[] expected = pool.submit(ConcurrencyTest::fitted).get();
      for (Future<float[]> future : running) {
        assertThat(future.get()).isEqualTo(expected);
      }
    } finally {
      pool.shutdown();
    }
  }

  /** A linear map fitted by gradient descent. */
  private static float[] fitted() {
    try (Scope scope = Scope.open()) {
      Threads.set(1);
      Tensor x = RandomTensor.normal(Rng.seeded(1), Shape.of(16, 4));
      Tensor target = RandomTensor.normal(Rng.seeded(2), Shape.of(16, 2));
      Tensor weight = RandomTensor.normal(Rng.seeded(3), Shape.of(2, 4)).requireGradient(true);
      for (int step = 0; step < 20; step++) {
        try (Scope temporary = Scope.open()) {
          Tensor loss = Conv.linear(x, weight, null).sub(target).pow(2).mean();
          Tensor gradient = Autograd.gradients(loss, List.of(weight)).get(0);
          weight.copyFrom(weight.detach().sub(gradient.mul(0.1)));
        }
      }
      return weight.toFloats();
    }
  }

  @Test
  void theNumberOfThreadsIsSetForTheCallerAndReadBack() {
    int before = Threads.count();
    try {
      Threads.set(1);
      assertThat(Threads.count()).isEqualTo(1);
      Threads.set(3);
      assertThat(Threads.count()).isEqualTo(3);
      assertThatThrownBy(() -> Threads.set(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("threads: 0, expected at least 1");
    } finally {
      Threads.set(before);
    }
  }

  @Test
  void aThreadKeepsItsNumberWhateverAnotherSets() throws Exception {
    int before = Threads.count();
    ExecutorService one = Executors.newSingleThreadExecutor();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      one.submit(() -> Threads.set(3)).get();
      other.submit(() -> Threads.set(5)).get();
      assertThat(one.submit(Threads::count).get()).isEqualTo(3);
      assertThat(other.submit(Threads::count).get()).isEqualTo(5);
      assertThat(Threads.count()).isEqualTo(before);
    } finally {
      one.shutdown();
      other.shutdown();
      Threads.set(before);
    }
  }
}
