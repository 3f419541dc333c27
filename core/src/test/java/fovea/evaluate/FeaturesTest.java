package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Evaluating;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Autograd;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final Execution ONE_THREAD = new Execution(1, Precision.FLOAT32);

  private final ImageSet images = SmallImages.draw(130, 4);
  private final Split.Test split = new Split.Test(images);

  private static Model network() {
    Model model =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8, "blocks", 2), SmallImages.CLASSES, Rng.seeded(1));
    // Statistics and weights that a batch norm doesn't start with, so that it changes something.
    Rng rng = Rng.seeded(5);
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      model
          .network()
          .stateDict()
          .forEach(
              (name, tensor) -> {
                if (name.contains("running") || tensor.shape().rank() == 1) {
                  float[] values = new float[(int) tensor.shape().elements()];
                  for (int i = 0; i < values.length; i++) {
                    values[i] = 0.5f + rng.nextInt(100) / 100f;
                  }
                  tensor.copyFrom(Tensor.of(values, tensor.shape().toArray()));
                }
              });
    }
    return model;
  }

  /** What the layers of the first part give, called one after the other without any listener. */
  private Map<String, float[]> byHand(Module network, int first, int end) {
    Map<String, float[]> found = new LinkedHashMap<>();
    Map<String, Module> modules = network.modules();
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Threads.Block block = Threads.block(1)) {
      Tensor at = modules.get("normalize").call(ForwardPass.pixels(images, first, end));
      found.put("normalize", at.toFloats());
      for (int i = 0; modules.containsKey("features." + i); i++) {
        at = modules.get("features." + i).call(at); // may overwrite its input, which is kept below
        found.put("features." + i, at.toFloats());
      }
      found.put("features", at.toFloats());
    }
    return found;
  }

  @Test
  void featuresOfEveryLayerAreThoseOfAPlainForwardPass() {
    try (Model model = network()) {
      Map<String, float[]> head = byHand(model.network(), 0, 64);
      Map<String, float[]> tail = byHand(model.network(), 128, 130);
      assertThat(head).hasSizeGreaterThan(8);
      for (String layer : head.keySet()) {
        Features features =
            Outputs.withFeatures(model.network(), split, ONE_THREAD, layer).features();
        int size = features.size();
        assertThat(features.layer()).isEqualTo(layer);
        assertThat(features.values()).hasSize(130 * size);
        assertThat(Arrays.copyOf(features.values(), 64 * size))
            .as(layer)
            .isEqualTo(head.get(layer));
        assertThat(Arrays.copyOfRange(features.values(), 128 * size, 130 * size))
            .as(layer)
            .isEqualTo(tail.get(layer));
        assertThat(features.of(129)).isEqualTo(Arrays.copyOfRange(tail.get(layer), size, 2 * size));
      }
    }
  }

  @Test
  void logitsBesideFeaturesAreThoseWithoutThem() {
    try (Model model = network()) {
      Outputs<Split.Test> with =
          Outputs.withFeatures(model.network(), split, ONE_THREAD, "classifier");
      float[] without = Outputs.of(model.network(), split, ONE_THREAD).logits();
      assertThat(with.logits()).containsExactly(without, within(1e-4f));
      assertThat(with.features().values()).isEqualTo(with.logits());
      assertThat(with.features().shape()).isEqualTo(Shape.of(3));
    }
  }

  @Test
  void featuresAreTheSameBitsOnAnyNumberOfThreads() {
    try (Model model = network()) {
      for (Precision precision : Precision.values()) {
        Execution how = new Execution(1, precision);
        Outputs<Split.Test> one = Outputs.withFeatures(model.network(), split, how, "features.1");
        for (int threads : new int[] {2, 4}) {
          Outputs<Split.Test> several =
              Outputs.withFeatures(model.network(), split, how.onThreads(threads), "features.1");
          assertThat(several.features().values()).isEqualTo(one.features().values());
          assertThat(several.logits()).isEqualTo(one.logits());
        }
      }
    }
  }

  @Test
  void featuresKeepTheShapeOfTheLayer() {
    try (Model model = network()) {
      Features features =
          Outputs.withFeatures(model.network(), split, ONE_THREAD, "normalize").features();
      assertThat(features.shape()).isEqualTo(Shape.of(3, 8, 8));
      assertThat(features.size()).isEqualTo(192);
    }
  }

  @Test
  void featuresThatNobodyAskedForAreNamed() {
    try (Model model = network()) {
      Outputs<Split.Test> outputs = Outputs.of(model.network(), split, ONE_THREAD);
      assertThatThrownBy(outputs::features)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("without features");
    }
  }

  @Test
  void aLayerThatTheNetworkDoesNotHaveIsNamed() {
    try (Model model = network()) {
      assertThatThrownBy(
              () -> Outputs.withFeatures(model.network(), split, ONE_THREAD, "features.99"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there is no module `features.99`; the network has [")
          .hasMessageContaining("features.0");
    }
  }

  /** Calls one of its parts only, and turns its outputs round. */
  private static final class Odd extends Module {
    private final Module used =
        child("used", Sequential.of(new Flatten(), new Linear(192, 3, true, Rng.seeded(1))));
    private final Module turned = child("turned", new Turned());
    private final Module unused = child("unused", new Flatten());

    @Override
    protected Tensor forward(Tensor images) {
      Tensor logits = used.call(images);
      Tensor ignored = turned.call(logits);
      return logits;
    }
  }

  private static final class Turned extends Module {
    @Override
    protected Tensor forward(Tensor logits) {
      return logits.transpose(0, 1);
    }
  }

  @Test
  void aLayerWithoutAnOutputForEachImageIsRefused() {
    try (Module network = new Odd()) {
      assertThatThrownBy(() -> Outputs.withFeatures(network, split, ONE_THREAD, "unused"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("module `unused` isn't called when the network computes its logits");
      assertThatThrownBy(() -> Outputs.withFeatures(network, split, ONE_THREAD, "turned"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("module `turned` gives [3, 64] for 64 images, expected [64, ...]");
    }
  }

  private static final class Infinite extends Module {
    @Override
    protected Tensor forward(Tensor images) {
      return images.div(images.mul(0));
    }
  }

  @Test
  void featuresThatAreNotFiniteAreRefusedByTheNameOfTheirLayer() {
    final class Hiding extends Module {
      private final Module layers =
          child("layers", Sequential.of(new Flatten(), new Linear(192, 3, true, Rng.seeded(1))));
      private final Module infinite = child("infinite", new Infinite());

      @Override
      protected Tensor forward(Tensor images) {
        Tensor ignored = infinite.call(images);
        return layers.call(images);
      }
    }
    try (Module network = new Hiding()) {
      assertThatThrownBy(() -> Outputs.withFeatures(network, split, ONE_THREAD, "infinite"))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("the outputs of layer `infinite` are infinite or no numbers");
    }
  }

  @Test
  void featuresThatNoArrayHoldsAreRefusedByTheirSize() {
    Features.Gathering gathering = new Features.Gathering(40_000_000);
    Features chunk = new Features("features", Shape.of(64), new float[64]);
    assertThatThrownBy(() -> gathering.put(new int[] {0}, chunk))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(
            "layer `features` gives 64 values for each of 40,000,000 images, more than the"
                + " 2,147,483,639 that can be kept together");
  }
}
