package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleTest {
  /** A network whose forward branches, with a part, a parameter and a buffer of its own. */
  private static final class Branching extends Module {
    private final Linear first;
    private final Tensor scale;
    private final Tensor seen;

    Branching(Rng rng) {
      first = child("first", new Linear(2, 2, true, rng));
      scale = parameter("scale", () -> Tensor.ones(2).add(1));
      seen = buffer("seen", () -> Tensor.zeros(1));
    }

    @Override
    protected Tensor forward(Tensor input) {
      seen.addInPlace(1);
      return input.shape().size(0) > 1 ? first.call(input) : input.mul(scale);
    }
  }

  private static final class Named extends Module {
    Named(String... names) {
      for (String name : names) {
        Module unused = child(name, new Flatten());
      }
    }

    @Override
    protected Tensor forward(Tensor input) {
      return input;
    }
  }

  @Test
  void partsAreKnownByDottedNamesInOrderOfRegistration() {
    try (Module network = Sequential.of(new Branching(Rng.seeded(1)), new Flatten())) {
      assertThat(network.modules().keySet()).containsExactly("", "0", "0.first", "1");
      assertThat(network.parameters().keySet())
          .containsExactly("0.scale", "0.first.weight", "0.first.bias");
      assertThat(network.stateDict().keySet())
          .containsExactly("0.scale", "0.seen", "0.first.weight", "0.first.bias");
      assertThat(network.parameters().values()).allMatch(Tensor::requiresGradient);
      assertThat(network.stateDict().get("0.seen").requiresGradient()).isFalse();
      assertThat(network.isLeaf()).isFalse();
      assertThat(network.modules().get("1").isLeaf()).isTrue();
      assertThat(network.type()).isEqualTo("Sequential");
      assertThatThrownBy(() -> network.parameters().clear())
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void forwardIsPlainJavaAndMayBranch() {
    try (Branching network = new Branching(Rng.seeded(1));
        Scope scope = Scope.open()) {
      assertThat(network.call(Tensor.ones(1, 2)).toFloats()).containsExactly(2, 2);
      Map<String, Tensor> weights = network.parameters();
      Tensor expected =
          Tensor.ones(3, 2)
              .matmul(weights.get("first.weight").transpose(0, 1))
              .add(weights.get("first.bias"));
      assertThat(network.call(Tensor.ones(3, 2)).sub(expected).pow(2).max().item())
          .isLessThan(1e-10);
      assertThat(network.stateDict().get("seen").item()).isEqualTo(2);
    }
  }

  @Test
  void closingFreesEveryTensorOfAllParts() {
    long before = LiveTensors.count();
    Module network =
        Sequential.of(
            new Conv2d(3, 4, 3, 1, 1, true, Rng.seeded(1)),
            new BatchNorm2d(4),
            Sequential.of(new Branching(Rng.seeded(2)), new Normalize(3)));
    assertThat(LiveTensors.count()).isEqualTo(before + 2 + 5 + 4 + 2);
    Tensor weight = network.parameters().get("0.weight");
    network.close();
    network.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
    assertThatThrownBy(weight::toFloats)
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith("tensor [4, 3, 3, 3] float32 from uniform was used after");
  }

  @Test
  void parametersOutliveTheScopeTheirModuleWasMadeIn() {
    Linear layer;
    try (Scope scope = Scope.open()) {
      layer = new Linear(2, 2, true, Rng.seeded(1));
    }
    assertThat(layer.parameters().get("weight").toFloats()).hasSize(4);
    layer.close();
  }

  @Test
  void twoPartsOfOneNameAreRefusedAndSoAreNamesThatCouldNotBeFoundAgain() {
    assertThatThrownBy(() -> new Named("a", "b", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Named has two parts named `a`");
    assertThatThrownBy(() -> new Named("a.b")).hasMessage("`a.b` can't name a part of a module");
    assertThatThrownBy(() -> new Named("")).hasMessage("`` can't name a part of a module");
  }

  @Test
  void listenersHearOfEveryCallInOrderAndNestAndEndWithTheirBlock() {
    try (Module network = Sequential.of(new Flatten(), Sequential.of(new Flatten()));
        Scope scope = Scope.open()) {
      List<String> outer = new ArrayList<>();
      List<String> inner = new ArrayList<>();
      Tensor input = Tensor.ones(1, 2, 3);
      try (Listening listening = Listening.to((m, in, out) -> outer.add(m.type() + in.shape()))) {
        Tensor first = network.call(input);
        try (Listening more = Listening.to((m, in, out) -> inner.add(m.type() + out.shape()))) {
          assertThat(network.call(first).shape()).hasToString("[1, 6]");
        }
        assertThat(network.call(input).shape()).hasToString("[1, 6]");
      }
      assertThat(network.call(input).shape()).hasToString("[1, 6]");
      assertThat(outer)
          .containsExactly(
              "Flatten[1, 2, 3]",
              "Flatten[1, 6]",
              "Sequential[1, 6]",
              "Sequential[1, 2, 3]",
              "Flatten[1, 6]",
              "Flatten[1, 6]",
              "Sequential[1, 6]",
              "Sequential[1, 6]",
              "Flatten[1, 2, 3]",
              "Flatten[1, 6]",
              "Sequential[1, 6]",
              "Sequential[1, 2, 3]");
      assertThat(inner)
          .containsExactly(
              "Flatten[1, 6]", "Flatten[1, 6]", "Sequential[1, 6]", "Sequential[1, 6]");
    }
  }

  @Test
  void listenersHearTheirOwnThreadOnly() throws InterruptedException {
    try (Module network = new Flatten()) {
      List<String> heard = new ArrayList<>();
      try (Listening listening = Listening.to((m, in, out) -> heard.add(m.type()))) {
        Thread other =
            new Thread(
                () -> {
                  try (Scope scope = Scope.open()) {
                    Tensor unused = network.call(Tensor.ones(1, 2));
                  }
                });
        other.start();
        other.join();
        assertThat(heard).isEmpty();
      }
    }
  }
}
