package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Reference;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class ModesTest {
  @Test
  void modesReachEveryModule() {
    try (Module network =
        Sequential.of(new Flatten(), Sequential.of(new Dropout(0.5, Rng.seeded(1))))) {
      assertThat(network.modules().values()).allMatch(Module::training).hasSize(4);
      network.eval();
      assertThat(network.modules().values()).noneMatch(Module::training);
      network.train();
      assertThat(network.modules().values()).allMatch(Module::training);
    }
  }

  @Test
  void batchNormFollowsTheBatchesWhileTrainingAndStandsStillInEvaluation() {
    for (int seed = 0; seed < 5; seed++) {
      Rng rng = Rng.seeded(seed);
      try (BatchNorm2d norm = new BatchNorm2d(3, 1e-5, 0.25)) {
        Doubles mean = Doubles.zeros(3);
        Doubles variance = Doubles.of(Tensor.ones(3));
        Doubles ones = Doubles.of(Tensor.ones(3));
        for (int batch = 1; batch <= 4; batch++) {
          String what = "seed " + seed + ", batch " + batch;
          Doubles x = Doubles.normal(rng, 3, 3, 2, 4);
          Doubles batchMean = Reference.channelMeans(x);
          Reference.normalised(
                  x, batchMean, Reference.channelVariances(x, 0), ones, Doubles.zeros(3), 1e-5)
              .assertMatches(norm.call(x.tensor()), 1e-5, what);
          move(mean, batchMean);
          move(variance, Reference.channelVariances(x, 1));
          mean.assertMatches(norm.stateDict().get("running_mean"), 1e-6, what);
          variance.assertMatches(norm.stateDict().get("running_var"), 1e-6, what);
          assertThat(norm.stateDict().get("num_batches_tracked").toLongs()).containsExactly(batch);
        }
        norm.eval();
        Doubles x = Doubles.normal(rng, 1, 3, 1, 1);
        Reference.normalised(x, mean, variance, ones, Doubles.zeros(3), 1e-5)
            .assertMatches(norm.call(x.tensor()), 1e-5, "evaluation, seed " + seed);
        mean.assertMatches(norm.stateDict().get("running_mean"), 1e-6, "after evaluation");
        assertThat(norm.stateDict().get("num_batches_tracked").toLongs()).containsExactly(4);
      }
    }
  }

  private static void move(Doubles running, Doubles batch) {
    for (int c = 0; c < 3; c++) {
      running.set(0.75 * running.at(c) + 0.25 * batch.at(c), c);
    }
  }

  @Test
  void dropoutActsWhileTrainingOnly() {
    Tensor x = Tensor.ones(1000);
    try (Dropout dropout = new Dropout(0.5, Rng.seeded(1));
        Dropout none = new Dropout(0, Rng.seeded(1))) {
      assertThat(dropout.call(x).toFloats()).contains(0).contains(2);
      assertThat(none.call(x)).isSameAs(x);
      dropout.eval();
      assertThat(dropout.call(x)).isSameAs(x);
    }
  }

  @Test
  void dropoutLayersOfOneGeneratorDropDifferentValues() {
    Rng rng = Rng.seeded(1);
    Tensor x = Tensor.ones(200);
    try (Dropout first = new Dropout(0.5, rng);
        Dropout second = new Dropout(0.5, rng);
        Dropout again = new Dropout(0.5, Rng.seeded(1))) {
      float[] kept = first.call(x).toFloats();
      assertThat(Arrays.equals(second.call(x).toFloats(), kept)).isFalse();
      assertThat(again.call(x).toFloats()).isEqualTo(kept);
    }
  }

  @Test
  void reseedingRepeatsWhatDropoutDrew() {
    Tensor x = Tensor.ones(4, 50);
    try (Module network =
        Sequential.of(new Dropout(0.3, Rng.seeded(1)), new Dropout(0.3, Rng.seeded(2)))) {
      network.reseed(Rng.seeded(7).split("epoch", 3));
      List<float[]> drawn = List.of(network.call(x).toFloats(), network.call(x).toFloats());
      assertThat(drawn.get(1)).isNotEqualTo(drawn.get(0));
      network.reseed(Rng.seeded(7).split("epoch", 4));
      assertThat(network.call(x).toFloats()).isNotEqualTo(drawn.get(0));
      network.reseed(Rng.seeded(7).split("epoch", 3));
      assertThat(network.call(x).toFloats()).isEqualTo(drawn.get(0));
      assertThat(network.call(x).toFloats()).isEqualTo(drawn.get(1));
      network.reseed(Rng.seeded(7));
      Module[] layers = network.modules().values().toArray(Module[]::new);
      assertThat(layers[1].call(x).toFloats()).isNotEqualTo(layers[2].call(x).toFloats());
    }
  }

  @Test
  void whatDropoutDrawsInAPassDoesNotDependOnThePassesBefore() {
    Tensor x = Tensor.ones(4, 50);
    try (Module network =
        Sequential.of(
            new Dropout(0.3, Rng.seeded(1)), Sequential.of(new Dropout(0.3, Rng.seeded(2))))) {
      network.reseed(Rng.seeded(7));
      List<float[]> inOrder = new ArrayList<>();
      for (int pass = 0; pass < 4; pass++) {
        inOrder.add(network.call(x).toFloats());
      }
      network.reseed(Rng.seeded(7));
      for (int pass : new int[] {2, 0, 3, 3, 1}) {
        try (Pass begun = Pass.begin(pass)) {
          assertThat(network.call(x).toFloats()).isEqualTo(inOrder.get(pass));
        }
      }
    }
  }

  @Test
  void dropoutThatAPassGoesThroughTwiceDropsOtherValuesAndNoneOfTheNextPass() {
    Tensor x = Tensor.ones(4, 50);
    try (Dropout dropout = new Dropout(0.3, Rng.seeded(1))) {
      dropout.reseed(Rng.seeded(7));
      List<float[]> drawn = new ArrayList<>();
      for (int pass = 0; pass < 3; pass++) {
        try (Pass begun = Pass.begin(pass)) {
          for (int call = 0; call < 3; call++) {
            drawn.add(dropout.call(x).toFloats());
          }
        }
      }
      for (int i = 0; i < drawn.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(drawn.get(i)).isNotEqualTo(drawn.get(j));
        }
      }
      try (Pass begun = Pass.begin(1)) {
        assertThat(dropout.call(x).toFloats()).isEqualTo(drawn.get(3));
        assertThat(dropout.call(x).toFloats()).isEqualTo(drawn.get(4));
      }
    }
  }
}
