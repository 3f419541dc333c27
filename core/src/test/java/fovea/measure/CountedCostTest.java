package fovea.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.evaluate.Predictor;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedCostTest {
  /** Parameters and activations in millions, as timm's benchmarks state them. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 11.69, 2.48",
    "resnet34, 21.8, 3.74",
    "resnet50, 25.56, 11.11",
    "vgg16_bn, 138.37, 13.56",
    "mobilenet_v2, 3.5, 6.68",
    "efficientnet_b0, 5.29, 6.75",
    "convnext_tiny, 28.59, 13.44",
  })
  void activationsAreAsPublished(String name, double parameters, double activations) {
    long before = LiveTensors.count();
    KnownNetwork found = KnownNetwork.of(Models.CATALOGUE, name, 1000);
    assertThat(found.parameters() / 1e6).isCloseTo(parameters, within(0.006));
    assertThat(found.activations() / 1e6).isCloseTo(activations, within(0.006));
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void layersAddUpToTheNetwork() {
    Rng rng = Rng.seeded(1);
    try (Module network =
        Sequential.of(
            new Conv2d(3, 8, 3, 2, 1, false, rng),
            new BatchNorm2d(8),
            new Flatten(),
            new Linear(8 * 25, 10, true, rng))) {
      CountedCost cost = CountedCost.of(network, Shape.of(3, 9, 9));
      assertThat(cost.input()).containsExactly(3L, 9L, 9L);
      assertThat(cost.macs()).isEqualTo(25 * 8 * 27 + 2000);
      assertThat(cost.flops()).isEqualTo(2 * cost.macs());
      // The first layer's input needs no gradient.
      assertThat(cost.trainingFlops()).isEqualTo(2L * (2 * 25 * 8 * 27 + 3 * 2000));
      assertThat(cost.layers().stream().mapToLong(CountedCost.Layer::flops).sum())
          .isEqualTo(cost.flops());
      assertThat(cost.layers().stream().mapToLong(CountedCost.Layer::parameters).sum())
          .isEqualTo(cost.parameters());
      assertThat(cost.layers())
          .extracting(CountedCost.Layer::activations)
          .containsExactly(200L, 200L, 200L, 10L);
    }
  }

  @Test
  void knownNetworksAreAllOfTheCatalogueByTheirWork() {
    List<KnownNetwork> known =
        List.of(
            KnownNetwork.of(Models.CATALOGUE, "article-minimal", 10),
            KnownNetwork.of(Models.CATALOGUE, "resnet20", 10));
    assertThat(known).extracting(KnownNetwork::name).containsExactly("article-minimal", "resnet20");
    assertThat(known.get(1).input()).containsExactly(3L, 32L, 32L);
    // He et al. 2016, table 6: 0.27 million.
    assertThat(known.get(1).parameters()).isEqualTo(269_722);
  }

  @Test
  void predictionsTakeTimeAndThisProcessesMemory() {
    List<String> classes = List.of("a", "b");
    try (Model model =
            Models.create(
                "cifar10-cnn", Map.of("imageSize", 8, "blocks", 0), classes, Rng.seeded(1));
        Predictor predictor =
            new Predictor(
                model.network(), classes, model.input(), new Execution(1, Precision.FLOAT32))) {
      PredictionCost cost = PredictionCost.of(predictor, 3, 8, 8);
      assertThat(cost.batch()).isEqualTo(3);
      assertThat(cost.imagesPerSecond())
          .isCloseTo(3e3 / cost.medianMilliseconds(), within(1e-6 * cost.imagesPerSecond()));
      assertThat(cost.percentile99Milliseconds()).isGreaterThanOrEqualTo(cost.medianMilliseconds());
      if (System.getProperty("os.name").equals("Linux")) {
        // A JVM with libtorch in it, on a machine of less than a terabyte.
        assertThat(cost.peakMemoryBytes()).isBetween(50_000_000L, 1_000_000_000_000L);
      }
    }
  }
}
