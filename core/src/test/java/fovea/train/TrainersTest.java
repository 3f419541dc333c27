package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Rng;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trainers without a folder, some beside one another in this process. */
@Timeout(60)
class TrainersTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  private final int before = Threads.count();

  @AfterEach
  void restoreThreads() {
    Threads.set(before);
  }

  /** Of a network wide enough that one thread and more round differently. */
  private static Recipe recipe(int threads) {
    return SmallRecipe.with("epochs=3", "batchSize=40", "model.arguments.blocks=2")
        .with("threads=" + threads);
  }

  /** A trainer and the model that it trains. */
  private record Training(Model model, Trainer trainer) implements AutoCloseable {
    static Training by(Recipe recipe) {
      Model model =
          Models.create(
              recipe.model().name(),
              recipe.model().arguments(),
              DATA.classes(),
              Rng.seeded(recipe.seed()));
      return new Training(model, new Trainer(recipe, model, DATA, List.of()));
    }

    List<Float> weights() {
      List<Float> all = new ArrayList<>();
      model
          .network()
          .stateDict()
          .values()
          .forEach(
              tensor -> {
                for (float weight : tensor.toFloats()) {
                  all.add(weight);
                }
              });
      return all;
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
    }
  }

  private static List<Float> trained(int threads) {
    try (Training training = Training.by(recipe(threads))) {
      RunResult unused = training.trainer.train();
      return training.weights();
    }
  }

  @Test
  void trainersThatTakeTurnsEndAsEachEndsAlone() {
    List<Float> alone = trained(1);
    List<Float> aloneOnThree = trained(3);
    assertThat(alone).isNotEqualTo(aloneOnThree);
    Threads.set(2);
    try (Training one = Training.by(recipe(1));
        Training three = Training.by(recipe(3))) {
      while (!one.trainer.done()) {
        EpochRecord unused = one.trainer.trainEpoch();
        EpochRecord other = three.trainer.trainEpoch();
      }
      RunResult unused = one.trainer.finish();
      RunResult other = three.trainer.finish();
      assertThat(one.weights()).isEqualTo(alone);
      assertThat(three.weights()).isEqualTo(aloneOnThree);
    }
    assertThat(Threads.count()).isEqualTo(2);
  }

  @Test
  void trainersOnThreadsOfTheirOwnEndAsEachEndsAlone() throws Exception {
    List<Float> alone = trained(1);
    List<Float> aloneOnThree = trained(3);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 3; round++) {
        Future<List<Float>> one = pool.submit(() -> trained(1));
        Future<List<Float>> three = pool.submit(() -> trained(3));
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
      try (Training training = Training.by(recipe(1).with(setting))) {
        RunResult first = training.trainer.train();
        List<Float> weights = training.weights();
        assertThat(training.trainer.finish()).isEqualTo(first);
        assertThat(training.weights()).isEqualTo(weights);
        assertThatThrownBy(training.trainer::trainEpoch)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the training has finished; it can't train another epoch");
        assertThatThrownBy(training.trainer::state)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the training has finished; there is nothing to go on from");
      }
    }
  }
}
