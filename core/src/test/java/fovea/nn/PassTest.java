package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.LiveTensors;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {
  private static Tensor images(int pass) {
    return RandomTensor.normal(Rng.seeded(pass), Shape.of(4, 3, 5, 5)).mul(1.0 + pass);
  }

  /** What a layer remembers once passes were made in this order, and their changes in theirs. */
  private static List<float[]> remembered(Integer... order) {
    try (Scope scope = Scope.open();
        BatchNorm2d norm = new BatchNorm2d(3)) {
      Pass[] passes = new Pass[order.length];
      for (int number : order) {
        try (Pass pass = Pass.begin(number)) {
          passes[number] = pass;
          Tensor unused = norm.call(images(number));
        }
      }
      assertThat(norm.stateDict().get("running_mean").toFloats()).containsOnly(0);
      for (Pass pass : passes) {
        pass.applyChanges();
      }
      return norm.stateDict().values().stream().map(Tensor::toFloats).toList();
    }
  }

  @Test
  void whatBatchNormRemembersDoesNotDependOnWhichPassCameFirst() {
    List<float[]> inOrder = remembered(0, 1, 2, 3);
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(order, new java.util.Random(seed));
      List<float[]> found = remembered(order.toArray(Integer[]::new));
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).isEqualTo(inOrder.get(i));
      }
    }
    try (Scope scope = Scope.open();
        BatchNorm2d norm = new BatchNorm2d(3)) { // at once, where no pass is under way
      for (int number = 0; number < 4; number++) {
        Tensor unused = norm.call(images(number));
      }
      List<float[]> found = norm.stateDict().values().stream().map(Tensor::toFloats).toList();
      for (int i = 0; i < found.size(); i++) { // libtorch keeps a bit more of the variance
        assertThat(found.get(i))
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(inOrder.get(i));
      }
    }
  }

  @Test
  void aPassAloneMakesItsChangesAtOnce() {
    try (Scope scope = Scope.open();
        BatchNorm2d norm = new BatchNorm2d(3)) {
      try (Pass pass = Pass.alone(0)) {
        Tensor unused = norm.call(images(0));
        assertThat(norm.stateDict().get("num_batches_tracked").item()).isEqualTo(1);
        pass.applyChanges();
      }
      assertThat(norm.stateDict().get("num_batches_tracked").item()).isEqualTo(1);
    }
  }

  @Test
  void changesThatAreForgottenLeaveNothing() {
    try (BatchNorm2d norm = new BatchNorm2d(3)) {
      long before = LiveTensors.count();
      try (Scope scope = Scope.open();
          Pass pass = Pass.begin(0)) {
        Tensor unused = norm.call(images(0));
        pass.forgetChanges();
        pass.applyChanges();
        assertThat(norm.stateDict().get("running_mean").toFloats()).containsOnly(0);
        assertThat(norm.stateDict().get("num_batches_tracked").item()).isZero();
      }
      assertThat(LiveTensors.count()).isEqualTo(before);
    }
  }

  @Test
  void aThreadMakesOnePassAtATime() throws Exception {
    try (Pass pass = Pass.begin(0)) {
      assertThatThrownBy(() -> Pass.begin(1)).isInstanceOf(IllegalStateException.class);
      List<Boolean> begun = Collections.synchronizedList(new ArrayList<>());
      Thread other =
          new Thread(
              () -> {
                try (Pass own = Pass.begin(1)) {
                  begun.add(true);
                }
              });
      other.start();
      other.join();
      assertThat(begun).containsExactly(true);
    }
  }
}
