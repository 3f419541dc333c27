package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Threads;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trainers without a folder, some beside one another in this process. */
@Timeout(60)
class TrainersTest {
  private static final DataSet DATA = SmallImages.dataSet(120);
  private static List<Integer> alone;
  private static List<Integer> aloneOnThree;

  @BeforeAll
  static void trainAlone() {
    alone = trained(1);
    aloneOnThree = trained(3);
  }

  /** Of a network wide enough that one thread and more round differently. */
  private static Recipe recipe(int threads) {
    return SmallRecipe.with("epochs=3", "batchSize=40", "model.arguments.blocks=2")
        .with("threads=" + threads);
  }

  private static List<Integer> trained(int threads) {
    try (Training training = Training.by(recipe(threads), DATA)) {
      RunResult unused = training.trainer().train();
      return training.bits();
    }
  }

  /** 108 of the 120 images are trained on; muon's rates are of one of them. */
  @Test
  void aBatchLargerThanAllImagesIsOneOfAllImages() {
    Recipe recipe =
        SmallRecipe.with(
            "epochs=3",
            "batchSize=108",
            "optimizer.name=muon",
            "optimizer.headLearningRate=0.0005",
            "optimizer.biasLearningRate=0.0005");
    try (Training all = Training.by(recipe, DATA);
        Training more = Training.by(recipe.with("batchSize=1000"), DATA)) {
      RunResult unused = all.trainer().train();
      unused = more.trainer().train();
      assertThat(more.bits()).isEqualTo(all.bits());
    }
  }

  @Test
  void trainersThatTakeTurnsEndAsEachEndsAlone() {
    assertThat(alone).isNotEqualTo(aloneOnThree);
    try (Threads.Block two = Threads.block(2);
        Training one = Training.by(recipe(1), DATA);
        Training three = Training.by(recipe(3), DATA)) {
      while (!one.trainer().done()) {
        EpochRecord unused = one.trainer().trainEpoch();
        EpochRecord other = three.trainer().trainEpoch();
      }
      RunResult unused = one.trainer().finish();
      RunResult other = three.trainer().finish();
      assertThat(one.bits()).isEqualTo(alone);
      assertThat(three.bits()).isEqualTo(aloneOnThree);
      assertThat(Threads.count()).isEqualTo(2);
    }
  }

  @Test
  void trainersOnThreadsOfTheirOwnEndAsEachEndsAlone() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 2; round++) {
        Future<List<Integer>> one = pool.submit(() -> trained(1));
        Future<List<Integer>> three = pool.submit(() -> trained(3));
        assertThat(one.get()).isEqualTo(alone);
        assertThat(three.get()).isEqualTo(aloneOnThree);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void finishingTwiceGivesTheSameResultAndTheSameWeights() {
    for (String setting : List.of("averaging.decay=0.9", "earlyStopping.patience=3")) {
      try (Training training = Training.by(recipe(1).with(setting), DATA)) {
        RunResult first = training.trainer().train();
        List<Integer> weights = training.bits();
        assertThat(training.trainer().finish()).isEqualTo(first);
        assertThat(training.bits()).isEqualTo(weights);
        assertThatThrownBy(training.trainer()::trainEpoch)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the training has finished; it can't train another epoch");
        assertThatThrownBy(training.trainer()::state)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the training has finished; there is nothing to go on from");
      }
    }
  }
}
