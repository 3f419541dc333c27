package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class ProbeTest {
  private static Tensor images() {
    return RandomTensor.normal(Rng.seeded(1), Shape.of(4, 3, 5, 5));
  }

  private static List<float[]> state(Module module) {
    return module.stateDict().values().stream().map(Tensor::toFloats).toList();
  }

  @Test
  void batchNormGoesByTheBatchAndRemembersNothing() {
    try (BatchNorm2d probed = new BatchNorm2d(3);
        BatchNorm2d trained = new BatchNorm2d(3)) {
      List<float[]> before = state(probed);
      Tensor seen;
      try (Probe probe = Probe.asTrained()) {
        seen = probed.call(images());
      }
      assertThat(state(probed)).usingRecursiveComparison().isEqualTo(before);
      Doubles.of(trained.call(images()).detach()).assertMatches(seen.detach(), 1e-6, "output");
      assertThat(state(trained)).usingRecursiveComparison().isNotEqualTo(before);
      Tensor unused = probed.call(images());
      assertThat(state(probed)).usingRecursiveComparison().isEqualTo(state(trained));
    }
  }

  @Test
  void aNetworkThatEvaluatesForABlockInItTrainsAgainAfterwards() {
    try (Dropout dropout = new Dropout(0.5, Rng.seeded(1))) {
      try (Probe probe = Probe.asEvaluated()) {
        try (Evaluating block = dropout.evaluating()) {
          assertThat(dropout.training()).isFalse();
        }
      }
      assertThat(dropout.training()).isTrue();
    }
  }

  @Test
  void noChangeWaitsForTheEndOfAPass() {
    try (BatchNorm2d norm = new BatchNorm2d(3);
        Pass pass = Pass.begin(0)) {
      List<float[]> before = state(norm);
      try (Scope scope = Scope.open();
          Probe probe = Probe.asTrained()) {
        Tensor unused = norm.call(images());
      }
      pass.applyChanges();
      assertThat(state(norm)).usingRecursiveComparison().isEqualTo(before);
    }
  }

  @Test
  void modulesEvaluateOnTheThreadThatAsksAndTrainOnOthers() throws InterruptedException {
    try (Dropout dropout = new Dropout(0.5, Rng.seeded(1))) {
      List<Boolean> elsewhere = new ArrayList<>();
      try (Probe probe = Probe.asEvaluated()) {
        assertThat(dropout.training()).isFalse();
        assertThat(dropout.call(images()).toFloats()).isEqualTo(images().toFloats());
        Thread other = new Thread(() -> elsewhere.add(dropout.training()));
        other.start();
        other.join();
        try (Probe inner = Probe.asTrained()) {
          assertThat(dropout.training()).isTrue();
        }
        assertThat(dropout.training()).isFalse();
      }
      assertThat(dropout.training()).isTrue();
      assertThat(elsewhere).containsExactly(true);
    }
  }

  @Test
  void noListenerHearsOfIt() {
    List<Module> heard = new ArrayList<>();
    try (Flatten flatten = new Flatten();
        Listening listening = Listening.to((module, input, output) -> heard.add(module))) {
      try (Probe probe = Probe.asTrained()) {
        Tensor unused = flatten.call(images());
      }
      assertThat(heard).isEmpty();
      Tensor unused = flatten.call(images());
      assertThat(heard).containsExactly(flatten);
    }
  }

  @Test
  void aListenerThatBeganInsideHearsOfItAndOneFromOutsideDoesNot() {
    List<Module> outside = new ArrayList<>();
    List<Module> inside = new ArrayList<>();
    try (Flatten flatten = new Flatten();
        Listening outer = Listening.to((module, input, output) -> outside.add(module));
        Probe probe = Probe.asTrained()) {
      try (Listening inner = Listening.to((module, input, output) -> inside.add(module))) {
        Tensor unused = flatten.call(images());
        assertThat(inside).containsExactly(flatten);
        try (Probe deeper = Probe.asEvaluated()) {
          unused = flatten.call(images());
        }
        assertThat(inside).containsExactly(flatten);
      }
      Tensor unused = flatten.call(images());
      assertThat(inside).hasSize(1);
      assertThat(outside).isEmpty();
    }
  }
}
