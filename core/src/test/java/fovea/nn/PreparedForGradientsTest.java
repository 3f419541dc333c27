package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.InScope;
import fovea.tensor.LiveTensors;
import fovea.tensor.Loss;
import fovea.tensor.OneThread;
import fovea.tensor.Operation;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class PreparedForGradientsTest {
  private static final Shape INPUT = Shape.of(3, 12, 12);
  private static final List<String> CLASSES = List.of("a", "b", "c");

  /** With filters, statistics and scales as training might have left them. */
  private static Model speedrun() {
    Model model =
        Models.create(
            "speedrun",
            Map.of("width1", 24, "width2", 32, "width3", 32, "depth", 2),
            CLASSES,
            Rng.seeded(1));
    trained(model.network(), Rng.seeded(2));
    return model;
  }

  private static void trained(Module network, Rng rng) {
    try (Scope temporary = Scope.open()) {
      network
          .stateDict()
          .forEach(
              (name, tensor) -> {
                if (name.contains("running_var")) {
                  tensor.copyFrom(RandomTensor.uniform(0.3, 2, rng, tensor.shape()));
                } else if (name.contains("running_mean")) {
                  tensor.copyFrom(RandomTensor.uniform(-0.5, 0.5, rng, tensor.shape()));
                } else if (tensor.shape().rank() == 4) {
                  tensor.copyFrom(
                      tensor.detach().add(RandomTensor.normal(rng, tensor.shape()).mul(0.1)));
                }
              });
    }
  }

  private static Tensor images(int seed, int count) {
    long[] sizes = INPUT.toArray();
    Shape shape = Shape.of(count, sizes[0], sizes[1], sizes[2]);
    return RandomTensor.uniform(0, 1, Rng.seeded(seed), shape).channelsLast();
  }

  private static Tensor loss(Tensor logits) {
    long[] labels = new long[(int) logits.shape().size(0)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % CLASSES.size();
    }
    return Loss.crossEntropy(logits, Tensor.ofLongs(labels, labels.length), 0);
  }

  private static Tensor gradient(PreparedForGradients network, Tensor images) {
    Tensor x = images.detach().requireGradient(true);
    Tensor found = Autograd.gradients(loss(network.call(x)), List.of(x)).get(0);
    assertThat(x.gradient()).isNull();
    return found;
  }

  private static Tensor gradient(Module network, Tensor images, Precision precision) {
    Tensor x = images.detach().requireGradient(true);
    Tensor logits;
    try (Precision.Block block = precision.on()) {
      logits = network.call(x);
    }
    return Autograd.gradients(loss(logits), List.of(x)).get(0);
  }

  private static double norm(Tensor values) {
    return Math.sqrt(values.mul(values).sum().item());
  }

  private static void assertAlike(Tensor found, Tensor expected, double off, String name) {
    assertThat(found.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(norm(expected)).as(name).isPositive();
    assertThat(norm(found.sub(expected)) / norm(expected)).as(name).isLessThan(off);
  }

  @Test
  void gradientsAreThoseThroughTheNetworkItself() {
    try (Model model = speedrun()) {
      model.network().eval();
      for (Precision precision : Precision.supported()) {
        try (PreparedForGradients prepared =
            PreparedForGradients.of(model.network(), INPUT, precision)) {
          Tensor x = images(3, 5);
          Tensor expected = gradient(model.network(), x, Precision.FLOAT32);
          // In bfloat16 a pooling may find another value largest: how far the network itself is
          // off.
          Tensor own = gradient(model.network(), x, precision);
          double off = 1.5 * norm(own.sub(expected)) / norm(expected) + 1e-4;
          assertAlike(gradient(prepared, x), expected, off, precision.toString());
        }
      }
    }
  }

  @Test
  void gradientsThroughAnyGraphAreThoseThroughTheNetworkItself() {
    for (int seed = 0; seed < 12; seed++) {
      try (Module network = new RandomGraph(Rng.seeded(seed))) {
        trained(network, Rng.seeded(seed));
        network.eval();
        try (PreparedForGradients prepared =
            PreparedForGradients.of(network, INPUT, Precision.FLOAT32)) {
          Tensor x = images(seed, 2);
          Tensor expected = gradient(network, x, Precision.FLOAT32);
          assertAlike(gradient(prepared, x), expected, 1e-3, "seed " + seed);
        }
      }
    }
  }

  @Test
  void gradientsMatchFiniteDifferences() {
    Rng rng = Rng.seeded(4);
    // Smooth, so that a difference is near the derivative.
    try (Module network =
        Sequential.of(
            new Normalize(3),
            new Conv2d(3, 6, 3, 1, 1, false, rng),
            new BatchNorm2d(6),
            new GELU(),
            new Conv2d(6, 5, 3, 2, 0, true, rng),
            new GELU(),
            new AvgPool2d(2, 2),
            new BatchNorm2d(5),
            new Flatten(),
            new Linear(20, 3, true, rng))) {
      trained(network, rng);
      network.eval();
      try (PreparedForGradients prepared =
          PreparedForGradients.of(network, INPUT, Precision.FLOAT32)) {
        Tensor x = images(5, 2);
        Tensor gradient = gradient(prepared, x);
        for (int direction = 0; direction < 5; direction++) {
          Tensor step = RandomTensor.normal(Rng.seeded(direction), x.shape()).mul(0.02);
          double difference =
              (loss(prepared.call(x.add(step))).item() - loss(prepared.call(x.sub(step))).item())
                  / 2;
          double expected = gradient.mul(step).sum().item();
          assertThat(difference)
              .as("direction %d", direction)
              .isCloseTo(expected, within(0.02 * norm(gradient) * 0.02 + 1e-6));
        }
      }
    }
  }

  @Test
  void innerActivationsHaveTheirOwnValuesAndGradients() {
    try (Model model = speedrun()) {
      model.network().eval();
      String layer = "groups.1.3";
      assertThat(model.network().modules().get(layer)).isInstanceOf(GELU.class);
      for (String name : List.of(layer, "groups.1.0", "groups.1.2")) {
        try (PreparedForGradients prepared =
            PreparedForGradients.of(model.network(), INPUT, Precision.FLOAT32, List.of(name))) {
          Tensor x = images(6, 2).requireGradient(true);
          Map<String, Tensor> expected =
              inner(model.network(), name, () -> model.network().call(x));
          Map<String, Tensor> found = inner(model.network(), name, () -> prepared.call(x));
          assertAlike(found.get("value"), expected.get("value"), 1e-4, name);
          assertAlike(found.get("gradient"), expected.get("gradient"), 1e-4, name);
        }
      }
      assertThatThrownBy(
              () ->
                  PreparedForGradients.of(
                      model.network(), INPUT, Precision.FLOAT32, List.of("groups.9")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("there is no module `groups.9`; the network has ");
    }
  }

  private interface Call {
    Tensor logits();
  }

  private static Map<String, Tensor> inner(Module network, String name, Call call) {
    Module wanted = network.modules().get(name);
    List<Tensor> heard = new ArrayList<>();
    CallListener keep =
        (module, input, output) -> {
          if (module == wanted) {
            heard.add(output);
          }
        };
    Tensor logits;
    try (Listening listening = Listening.to(keep)) {
      logits = call.logits();
    }
    Tensor gradient = Autograd.gradients(loss(logits), heard).get(0);
    return Map.of("value", heard.get(0), "gradient", gradient);
  }

  @Test
  void severalThreadsGetTheSameBitsAsOne() throws Exception {
    try (Model model = speedrun()) {
      model.network().eval();
      for (Precision precision : Precision.supported()) {
        try (PreparedForGradients prepared =
            PreparedForGradients.of(model.network(), INPUT, precision)) {
          ExecutorService pool = Executors.newFixedThreadPool(4);
          try {
            List<byte[]> expected = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
              expected.add(pool.submit(task(prepared, seed)).get());
            }
            List<Future<byte[]>> running = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
              running.add(pool.submit(task(prepared, i % 4)));
            }
            for (int i = 0; i < running.size(); i++) {
              assertThat(running.get(i).get()).isEqualTo(expected.get(i % 4));
            }
          } finally {
            pool.shutdown();
          }
        }
      }
    }
  }

  private static java.util.concurrent.Callable<byte[]> task(
      PreparedForGradients prepared, int seed) {
    return () -> {
      Threads.set(1);
      try (Scope own = Scope.open()) {
        return gradient(prepared, images(seed, 3)).toRaw();
      }
    };
  }

  @Test
  void weightsAreConvertedOnceAndHaveNoGradients() {
    try (Model model = speedrun()) {
      model.network().eval();
      for (Precision precision : Precision.supported()) {
        try (PreparedForGradients prepared =
            PreparedForGradients.of(model.network(), INPUT, precision)) {
          Tensor x = images(7, 2);
          assertThat(prepared.call(x).requiresGradient()).isFalse();
          try (Tape tape = Tape.open()) {
            assertThat(gradient(prepared, x).shape()).isEqualTo(x.shape());
            List<Operation> operations = tape.operations();
            // The images to bfloat16, and what the head gives back to float32.
            assertThat(operations)
                .filteredOn(operation -> operation.name().equals("to"))
                .hasSize(precision == Precision.FLOAT32 ? 0 : 2);
            assertThat(operations)
                .filteredOn(operation -> operation.name().equals("conv2d"))
                .hasSize(7)
                .allSatisfy(
                    conv -> {
                      assertThat(conv.requiredGradients()).startsWith(true, false);
                      assertThat(conv.input(1).dtype()).isEqualTo(precision.dtype());
                      assertThat(conv.input(1).isChannelsLast()).isTrue();
                    });
            assertThat(operations)
                .extracting(Operation::name)
                .doesNotContain("batchNorm", "channelsLast", "copy");
          }
        }
      }
      assertThat(model.network().parameters().values())
          .allMatch(parameter -> parameter.gradient() == null && parameter.requiresGradient());
    }
  }

  @Test
  void memoryStaysFlatAndAllCopiesAreFreed() {
    try (Model model = speedrun()) {
      long before = LiveTensors.count();
      PreparedForGradients prepared =
          PreparedForGradients.of(model.network(), INPUT, Precision.FLOAT32);
      assertThat(model.network().modules().values()).allMatch(Module::training);
      model.network().eval();
      long made = LiveTensors.count();
      for (int i = 0; i < 20; i++) {
        try (Scope step = Scope.open()) {
          assertThat(norm(gradient(prepared, images(i, 2)))).isPositive();
        }
        assertThat(LiveTensors.count()).isEqualTo(made);
      }
      prepared.close();
      assertThat(LiveTensors.count()).isEqualTo(before);
    }
  }
}
