package fovea.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.nn.ToBeLoaded;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters, and multiply-accumulates in billions, as torchvision and the papers state them. */
class PublishedSizesTest {
  @ParameterizedTest
  @CsvSource({
    "resnet18, '', 1000, 11689512, 1.814",
    "resnet34, '', 1000, 21797672, 3.664",
    "resnet50, '', 1000, 25557032, 4.089",
    "vgg16_bn, '', 1000, 138365992, 15.47",
    "squeezenet1_1, '', 1000, 1235496, 0.349",
    "mobilenet_v2, '', 1000, 3504872, 0.301",
    "efficientnet_b0, '', 1000, 5288548, 0.386",
    "convnext_tiny, '', 1000, 28589128, 4.456",
    // As timm counts them.
    "convmixer, '', 1000, 21110248,",
    "convmixer, width=1024 depth=20 kernelSize=9 patch=14, 1000, 24383464,",
    // He et al. 2016, table 6: 0.27 and 0.85 million.
    "resnet20, '', 10, 269722, 0.0406",
    "resnet56, '', 10, 853018, 0.1255",
    // Rice et al. 2020: 11.17 million.
    "preactresnet18, '', 10, 11172170, 0.556",
    // Zagoruyko and Komodakis 2016, tables 4 and 5: 2.7 and 36.5 million, and 5.2 billion.
    "wideresnet, '', 10, 2748890,",
    "wideresnet, depth=28 widen=10, 10, 36479194, 5.247",
    // 113,088 before the head, less the 256 biases that batch norm makes useless; and 5 x 257.
    "conv4, '', 5, 114117,",
  })
  void parametersAndWorkAreAsPublished(
      String name, String arguments, int classes, long parameters, Double billions) {
    long before = LiveTensors.count();
    Map<String, Object> given = new LinkedHashMap<>();
    for (String argument : arguments.isEmpty() ? new String[0] : arguments.split(" ")) {
      String[] pair = argument.split("=");
      given.put(pair[0], Integer.valueOf(pair[1]));
    }
    Architecture architecture = Arguments.read(Models.CATALOGUE.named(name), given);
    int size = architecture.imageSize();
    try (ToBeLoaded block = ToBeLoaded.block();
        Module network = architecture.network(classes, Rng.seeded(1))) {
      Summary summary = Summary.of(network, Shape.of(3, size, size));
      assertThat(summary.parameters()).isEqualTo(parameters);
      if (billions != null) {
        assertThat(summary.macs() / 1e9).isCloseTo(billions, within(billions * 2e-3));
      }
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
