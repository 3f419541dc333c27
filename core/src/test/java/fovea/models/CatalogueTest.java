package fovea.models;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Int8Ranges;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.nn.PreparedForGradients;
import fovea.nn.StartsFromImages;
import fovea.nn.Summary;
import fovea.nn.ToBeLoaded;
import fovea.tensor.Autograd;
import fovea.tensor.LiveTensors;
import fovea.tensor.Loss;
import fovea.tensor.OneThread;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every network of the catalogue can do. */
@ExtendWith(OneThread.class)
class CatalogueTest {
  private static final List<String> NAMES = Models.names();

  private final long before = LiveTensors.count();

  @AfterEach
  void everyTensorIsFreed() {
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void itTrainsOnImagesAsSmallAsItTakesThem(String name) {
    try (Model model = SmallModels.of(name, Rng.seeded(1))) {
      for (Precision precision : Precision.supported()) {
        try (Scope scope = Scope.open()) {
          Tensor logits;
          try (Precision.Block block = precision.on()) {
            logits = model.network().call(images(model, 4));
          }
          assertThat(logits.shape()).isEqualTo(Shape.of(4, 3));
          loss(logits).backward();
          model
              .network()
              .parameters()
              .forEach(
                  (key, weight) ->
                      assertThat(weight.gradient()).as("%s in %s", key, precision).isNotNull());
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void itTakesImagesOfAnyLargerSize(String name) {
    int size = SmallModels.smallestSize(name) + 6;
    try (ToBeLoaded block = ToBeLoaded.block();
        Model model = SmallModels.of(name, size, Rng.seeded(1));
        Scope scope = Scope.open();
        Autograd.NoGrad still = Autograd.noGrad()) {
      assertThat(model.input()).isEqualTo(Shape.of(3, size, size));
      assertThat(model.network().call(images(model, 5)).shape()).isEqualTo(Shape.of(5, 3));
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void preparedItGivesTheSameLogits(String name) {
    try (Model model = trained(name);
        Scope scope = Scope.open();
        Autograd.NoGrad still = Autograd.noGrad()) {
      Tensor images = images(model, 4);
      Tensor expected = model.network().call(images);
      for (Precision precision : Precision.supported()) {
        try (Prepared prepared = Prepared.of(model.network(), model.input(), precision)) {
          double off = precision == Precision.FLOAT32 ? 1e-4 : 0.1;
          assertThat(distance(prepared.call(images), expected)).as("%s", precision).isLessThan(off);
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void preparedInInt8ItGivesNearlyTheSameLogits(String name) {
    Assumptions.assumeTrue(QuantizedLayer.isPossible());
    try (Model model = trained(name);
        Scope scope = Scope.open();
        Autograd.NoGrad still = Autograd.noGrad()) {
      Tensor images = images(model, 8);
      Tensor expected = model.network().call(images);
      Int8Ranges ranges = Int8Ranges.of(model.network(), 1, i -> images);
      assertThat(ranges.layers()).isNotEmpty();
      try (Prepared prepared =
          Prepared.of(model.network(), model.input(), Precision.FLOAT32, ranges)) {
        assertThat(distance(prepared.call(images), expected)).isLessThan(0.3);
      }
    }
  }

  /** Where a value lies at a kink, rounding decides on its side: in one image or another it may. */
  @ParameterizedTest
  @FieldSource("NAMES")
  void gradientsOfItsImagesAreThoseThroughTheNetworkItself(String name) {
    try (Model model = trained(name);
        Scope scope = Scope.open();
        PreparedForGradients prepared =
            PreparedForGradients.of(model.network(), model.input(), Precision.FLOAT32)) {
      Tensor seen = images(model, 5);
      Tensor expected = gradient(model.network()::call, seen);
      Tensor found = gradient(prepared::call, seen);
      double[] distances = new double[5];
      for (int i = 0; i < 5; i++) {
        distances[i] = distance(found.narrow(0, i, 1), expected.narrow(0, i, 1));
      }
      Arrays.sort(distances);
      assertThat(distances[2]).isLessThan(1e-3);
    }
  }

  private static Tensor gradient(UnaryOperator<Tensor> network, Tensor images) {
    Tensor x = images.detach().requireGradient(true);
    return Autograd.gradients(loss(network.apply(x)), List.of(x)).get(0);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void itsHeadIsTheLastLayerWithParameters(String name) {
    try (ToBeLoaded block = ToBeLoaded.block();
        Model model = SmallModels.of(name, Rng.seeded(1))) {
      Summary summary = Summary.of(model.network(), model.input());
      assertThat(summary.macs()).isPositive();
      List<Summary.Layer> trained =
          summary.layers().stream().filter(layer -> layer.parameters() > 0).toList();
      Summary.Layer head = trained.get(trained.size() - 1);
      assertThat(head.type()).isIn("Linear", "Conv2d");
      assertThat(head.outputShape().get(0)).isEqualTo(3);
      String last =
          List.copyOf(model.network().parameters().keySet())
              .get(model.network().parameters().size() - 1);
      assertThat(last).startsWith(head.name() + ".");
      assertThat(Head.of(model.network(), 3)).contains(new Head(head.name()));
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void theRowsOfItsSummaryAddUp(String name) {
    try (ToBeLoaded block = ToBeLoaded.block();
        Model model = SmallModels.of(name, Rng.seeded(1))) {
      Summary summary = Summary.of(model.network(), model.input());
      assertThat(summary.layers().stream().mapToLong(Summary.Layer::parameters).sum())
          .isEqualTo(summary.parameters());
      assertThat(summary.layers()).extracting(Summary.Layer::name).doesNotHaveDuplicates();
    }
  }

  private static Tensor images(Model model, int count) {
    long size = model.input().size(1);
    return RandomTensor.uniform(0, 1, Rng.seeded(2), Shape.of(count, 3, size, size)).channelsLast();
  }

  private static Tensor loss(Tensor logits) {
    long[] labels = new long[(int) logits.shape().size(0)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 3;
    }
    return Loss.crossEntropy(logits, Tensor.ofLongs(labels, labels.length), 0);
  }

  /** With scales and statistics as training might leave them, in evaluation mode. */
  private static Model trained(String name) {
    Model model = SmallModels.of(name, Rng.seeded(1));
    Module network = model.network();
    Rng rng = Rng.seeded(3);
    try (Scope scope = Scope.open();
        Autograd.NoGrad still = Autograd.noGrad()) {
      network
          .stateDict()
          .forEach(
              (key, tensor) -> {
                if (key.endsWith("running_mean")) {
                  tensor.copyFrom(RandomTensor.uniform(-0.1, 0.1, rng, tensor.shape()));
                } else if (key.endsWith("running_var")
                    || key.endsWith("layer_scale")
                    || (key.endsWith("weight") && tensor.shape().rank() == 1)) {
                  tensor.copyFrom(RandomTensor.uniform(0.3, 1, rng, tensor.shape()));
                }
              });
    }
    if (network instanceof StartsFromImages starts) {
      try (Scope scope = Scope.open()) {
        starts.startFrom(images(model, 20));
      }
    }
    network.eval();
    return model;
  }

  /** Relative to the size of what is expected. */
  private static double distance(Tensor found, Tensor expected) {
    double size = Math.sqrt(expected.pow(2).sum().item());
    assertThat(size).isPositive();
    return Math.sqrt(found.sub(expected).pow(2).sum().item()) / size;
  }
}
