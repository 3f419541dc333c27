package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.MaxPool2d;
import fovea.nn.Module;
import fovea.nn.Permute;
import fovea.nn.Sequential;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class SpatialLayersTest {
  @Test
  void aLayerThatCopiesASingleValueToManyPlacesIsNoPlaceToLook() {
    Rng rng = Rng.seeded(1);
    try (Module network =
        Sequential.of(
            new Conv2d(3, 2, 3, 1, 1, true, rng),
            new MaxPool2d(2, 2),
            new MaxPool2d(2, 2),
            new AdaptiveAvgPool2d(7),
            new Flatten(),
            new Linear(2 * 7 * 7, 2, true, rng))) {
      SpatialLayers layers = SpatialLayers.of(network, Shape.of(3, 4, 4));
      assertThat(layers.named(null)).isEqualTo("1");
      assertThat(layers.named("3")).isEqualTo("3");
      assertThat(SpatialLayers.of(network, Shape.of(3, 40, 40)).named(null)).isEqualTo("3");
    }
  }

  @Test
  void whatHasItsChannelsLastIsNoPlaceToLook() {
    Rng rng = Rng.seeded(2);
    try (Module network =
        Sequential.of(
            new Conv2d(3, 8, 3, 1, 1, true, rng),
            Sequential.of(
                new Permute(0, 2, 3, 1), new Linear(8, 8, true, rng), new Permute(0, 3, 1, 2)),
            new AdaptiveAvgPool2d(1),
            new Flatten(),
            new Linear(8, 2, true, rng))) {
      SpatialLayers layers = SpatialLayers.of(network, Shape.of(3, 5, 6));
      assertThat(layers.all()).containsExactly("0", "1.2", "1");
      assertThat(layers.named(null)).isEqualTo("1");
      assertThatThrownBy(() -> layers.named("1.1"))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "the layer `1.1` gives [5, 6, 8] for an image, channels last, rather than a map of"
                  + " each channel to lay over it; the last layer that has them is `1`");
    }
  }
}
