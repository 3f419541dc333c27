package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.MaxPool2d;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.tensor.LiveTensors;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All layers, two optimisers and both precisions together, on a batch learnt by heart. */
class TrainingStepTest {
  private final int threads = Threads.count();

  /** Such small work is slower on more, the more so where other work runs. */
  @BeforeEach
  void useOneThread() {
    Threads.set(1);
  }

  @AfterEach
  void useAsManyAsBefore() {
    Threads.set(threads);
  }

  @Test
  void aNetworkLearnsABatchByHeartAndEveryStepFreesWhatItMade() {
    for (Precision precision : Precision.values()) {
      Trained sgd = train(1, 60, precision, TrainingStepTest::sgd, 0.05);
      assertThat(sgd.lastLoss).as("SGD in %s", precision).isLessThan(0.1);
      Trained adam =
          train(
              1,
              60,
              precision,
              n -> new AdamW(0.1, 0.9, 0.99, 1e-8, 0.01).of(n.parameters(), 1),
              0.01);
      assertThat(adam.lastLoss).as("AdamW in %s", precision).isLessThan(0.1);
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndStatisticsAndAnotherSeedOthers() {
    for (Precision precision : Precision.values()) {
      List<byte[]> first = train(1, 10, precision, TrainingStepTest::sgd, 0.05).state;
      List<byte[]> again = train(1, 10, precision, TrainingStepTest::sgd, 0.05).state;
      List<byte[]> other = train(2, 10, precision, TrainingStepTest::sgd, 0.05).state;
      assertThat(again).hasSameSizeAs(first);
      for (int i = 0; i < first.size(); i++) {
        assertThat(again.get(i)).as("tensor %d in %s", i, precision).isEqualTo(first.get(i));
        // The count of batches is the same whatever was drawn.
        if (first.get(i).length > Long.BYTES) {
          assertThat(other.get(i)).as("tensor %d in %s", i, precision).isNotEqualTo(first.get(i));
        }
      }
    }
  }

  private record Trained(double lastLoss, List<byte[]> state) {}

  private static Optimizer sgd(Module network) {
    return new Sgd(0.1, 0.9, true, 1e-4, true).of(network.parameters(), 1);
  }

  private static Trained train(
      long seed,
      int steps,
      Precision precision,
      Function<Module, Optimizer> make,
      double learningRate) {
    long before = LiveTensors.count();
    Rng rng = Rng.seeded(seed);
    double last = Double.NaN;
    List<byte[]> state;
    try (Module network =
            Sequential.of(
                new Conv2d(3, 8, 3, 1, 1, false, rng),
                new BatchNorm2d(8),
                new ReLU(true),
                new MaxPool2d(2, 2),
                new Flatten(),
                new Linear(8 * 16, 32, true, rng),
                new ReLU(true),
                new Dropout(0.1, rng),
                new Linear(32, 4, true, rng));
        Optimizer optimizer = make.apply(network);
        Scope batch = Scope.open()) {
      Tensor images = RandomTensor.uniform(0, 1, rng, Shape.of(16, 3, 8, 8)).channelsLast();
      long[] classes = new long[16];
      for (int i = 0; i < 16; i++) {
        classes[i] = i % 4;
      }
      Tensor labels = Tensor.ofLongs(classes, 16);
      long held = LiveTensors.count();
      for (int step = 0; step < steps; step++) {
        try (Scope scope = Scope.open()) {
          Tensor loss;
          try (Precision.Block block = precision.on()) {
            loss = Loss.crossEntropy(network.call(images), labels, 0);
          }
          optimizer.zeroGradients();
          loss.backward();
          optimizer.step(learningRate);
          last = loss.item();
        }
        assertThat(LiveTensors.count()).isEqualTo(held);
      }
      state = network.stateDict().values().stream().map(Tensor::toRaw).toList();
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
    return new Trained(last, state);
  }
}
