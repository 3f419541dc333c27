package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Autograd;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Reference;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class ActivationsTest {
  private final Rng rng = Rng.seeded(1);
  private final Module network =
      Sequential.of(
          new Conv2d(1, 3, 3, 1, 1, true, rng),
          new ReLU(true),
          new Flatten(),
          new Linear(48, 2, true, rng));
  private final Doubles images = Doubles.normal(rng, 2, 1, 4, 4);

  @AfterEach
  void closeNetwork() {
    network.close();
  }

  private Doubles convolved() {
    return Reference.conv2d(
        images,
        Doubles.of(network.stateDict().get("0.weight")),
        Doubles.of(network.stateDict().get("0.bias")),
        1,
        1);
  }

  @Test
  void anInPlaceReluDoesNotOverwriteWhatWasAskedFor() {
    Tensor input = images.tensor();
    Activations found = Activations.of(network, input, List.of("0", "1", "3", ""));
    assertThat(found.byName().keySet()).containsExactly("0", "1", "3", "");
    Doubles convolved = convolved();
    convolved.assertMatches(found.byName().get("0"), 1e-5, "before the ReLU");
    Doubles positive = Doubles.zeros(convolved.sizes());
    for (int i = 0; i < positive.values().length; i++) {
      positive.values()[i] = Math.max(0, convolved.values()[i]);
    }
    positive.assertMatches(found.byName().get("1"), 1e-5, "after the ReLU");
    assertThat(found.byName().get("")).isSameAs(found.output());
    assertThat(found.byName().get("3")).isSameAs(found.output());
  }

  @Test
  void askingChangesNothingAboutTheOutput() {
    Tensor input = images.tensor();
    float[] asked = Activations.of(network, input, List.of("0")).output().toFloats();
    assertThat(network.call(input).toFloats()).isEqualTo(asked);
    images.assertMatches(input, 0, "input");
  }

  @Test
  void gradientsReachWhatWasAskedFor() {
    Activations found = Activations.of(network, images.tensor(), List.of("0"));
    Tensor logit = found.output().narrow(1, 0, 1).sum();
    Tensor features = found.byName().get("0");
    Tensor gradient = Autograd.gradients(logit, List.of(features)).get(0);
    float[] weight = network.stateDict().get("3.weight").toFloats();
    float[] value = features.toFloats();
    for (int i = 0; i < value.length; i++) {
      assertThat(gradient.toFloats()[i]).isEqualTo(value[i] > 0 ? weight[i % 48] : 0);
    }
  }

  @Test
  void aNameTheNetworkDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> Activations.of(network, images.tensor(), List.of("0", "features")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no module `features`; the network has [, 0, 1, 2, 3]");
  }
}
