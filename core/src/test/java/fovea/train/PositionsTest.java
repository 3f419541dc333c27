package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run may stop at any position and go on from there, in this trainer or in another one. */
@Timeout(60)
class PositionsTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  /** What of a run must not depend on where it was interrupted. */
  private record End(List<Integer> bits, List<List<Object>> epochs, int chosen) {
    static End of(Training training) {
      List<List<Object>> epochs = new ArrayList<>();
      for (EpochRecord epoch : training.trainer().state().epochs()) {
        epochs.add(
            List.of(
                epoch.trainLoss(),
                epoch.trainAccuracy(),
                String.valueOf(epoch.validationLoss()),
                epoch.learningRate()));
      }
      int chosen = training.trainer().choose();
      return new End(training.bits(), epochs, chosen);
    }
  }

  /** With the best weights so far kept, and those to go back to. */
  @Test
  void aTrainerMayGoBackToItsOwnState() {
    Recipe recipe =
        SmallRecipe.with(
            "earlyStopping.patience=3", "objective.name=n-fgsm", "robustness.images=8");
    try (Training training = Training.by(recipe, DATA)) {
      Trainer trainer = training.trainer();
      while (trainer.state().epochs().isEmpty()) {
        advance(trainer, 1);
      }
      assertThat(trainer.state().tensors().keySet())
          .anyMatch(name -> name.startsWith("best."))
          .anyMatch(name -> name.startsWith("sound."));
      trainer.restore(trainer.state());
      advance(trainer, Integer.MAX_VALUE);
      assertThat(End.of(training)).isEqualTo(undisturbed(recipe));
    }
  }

  /** A disk that has room for the first state may have none for the last. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "epochs=2",
        "earlyStopping.patience=3",
        "objective.name=n-fgsm,robustness.images=8",
        "earlyStopping.patience=3,objective.name=n-fgsm,robustness.images=8,averaging.decay=0.5",
      })
  void theLargestStateIsToldBeforeTheFirstStep(String settings) {
    try (Training training = Training.by(SmallRecipe.with(settings.split(",")), DATA)) {
      Trainer trainer = training.trainer();
      long told = trainer.mostBytes();
      advance(trainer, Integer.MAX_VALUE);
      assertThat(trainer.state().bytes()).isEqualTo(told).isEqualTo(trainer.mostBytes());
    }
  }

  private static void advance(Trainer trainer, int times) {
    for (int i = 0; i < times && !trainer.done(); i++) {
      assertThat(trainer.advance()).isEqualTo(Answer.GO_ON);
    }
  }

  private static End undisturbed(Recipe recipe) {
    try (Training training = Training.by(recipe, DATA)) {
      advance(training.trainer(), Integer.MAX_VALUE);
      return End.of(training);
    }
  }

  /** Every few steps another trainer takes over. */
  private static End relay(Recipe recipe, int steps) {
    Training runner = Training.by(recipe, DATA);
    try {
      while (!runner.trainer().done()) {
        advance(runner.trainer(), steps);
        Training next = Training.by(recipe, DATA);
        try (Training last = runner) {
          next.trainer().restore(last.trainer().state());
          assertThat(next.trainer().position()).isEqualTo(last.trainer().position());
        }
        runner = next;
      }
      return End.of(runner);
    } finally {
      runner.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer.name=sgd",
        "optimizer.name=adamw,microBatchSize=5",
        "optimizer.name=muon,optimizer.headLearningRate=0.001,optimizer.biasLearningRate=0.001",
        "skipping.share=0.4,skipping.from=0,skipping.until=1,gradientClip=1",
        "earlyStopping.patience=1,averaging.decay=0.5,schedule.name=constant",
        "precision=float32,labelSmoothing=0.2,validation=0",
        "optimizer.name=adam,schedule.name=plateau,schedule.patience=0,schedule.threshold=0.9",
        "optimizer.name=rmsprop,optimizer.momentum=0.9,optimizer.centered=true,"
            + "schedule.name=cosine-restarts,gradientClip=0.1,gradientClipBy=value",
        "optimizer.name=lamb,sam.rho=0.1,schedule.name=polynomial,model.arguments.dropout=0.5",
        "epochs=3,swa.share=0.6,swa.images=40,schedule.name=exponential,microBatchSize=5,"
            + "model.arguments.blocks=2,model.arguments.dropout=0.5",
        "epochs=3,swa.share=0.4,schedule.name=plateau,schedule.patience=0,schedule.threshold=0.9",
        "epochs=4,swa.share=0.5,swa.annealing=2,schedule.name=plateau,schedule.patience=0,"
            + "schedule.threshold=0.9",
        "epochs=3,swa.share=0.7,schedule.name=multi-step,schedule.milestones=1,"
            + "earlyStopping.patience=2",
        "objective.name=pgd,objective.steps=2,microBatchSize=5,model.arguments.dropout=0.5",
        "objective.name=n-fgsm,averaging.decay=0.5,robustness.images=9,robustness.steps=2",
        "objective.name=trades,objective.steps=1,robustness.images=4,earlyStopping.patience=2,"
            + "earlyStopping.measure=robust"
      })
  void aRunThatOthersTookOverAnywhereEndsInTheSameBits(String settings) {
    Recipe recipe = SmallRecipe.with("epochs=2").with(settings.split(","));
    long alive = LiveTensors.count();
    End undisturbed = undisturbed(recipe);
    assertThat(relay(recipe, 2)).isEqualTo(undisturbed);
    assertThat(LiveTensors.count()).isEqualTo(alive);
  }

  /** 108 of the 120 images are trained on, in batches of 16. */
  @Test
  void aPositionCountsStepsAndAnEpochEndsWithItsValidation() {
    try (Training training = Training.by(SmallRecipe.with("epochs=2"), DATA)) {
      Trainer trainer = training.trainer();
      List<Position> positions = new ArrayList<>(List.of(trainer.position()));
      while (!trainer.done()) {
        advance(trainer, 1);
        positions.add(trainer.position());
      }
      assertThat(positions).hasSize(15).startsWith(Position.START, new Position(1, 1));
      assertThat(positions.subList(5, 9))
          .containsExactly(
              new Position(1, 5), new Position(1, 6), new Position(2, 0), new Position(2, 1));
      assertThat(positions).last().isEqualTo(new Position(3, 0)).hasToString("epoch 3, step 0");
    }
  }

  @Test
  void stepsByHandEpochsAndAllAtOnceEndInTheSameBits() {
    Recipe recipe = SmallRecipe.with("epochs=2", "averaging.decay=0.9");
    End undisturbed = undisturbed(recipe);
    try (Training epochs = Training.by(recipe, DATA);
        Training mixed = Training.by(recipe, DATA);
        Training all = Training.by(recipe, DATA)) {
      while (!epochs.trainer().done()) {
        EpochRecord record = epochs.trainer().trainEpoch();
        assertThat(record.epoch()).isEqualTo(epochs.trainer().position().epoch() - 1);
      }
      advance(mixed.trainer(), 4);
      EpochRecord first = mixed.trainer().trainEpoch();
      assertThat(first.epoch()).isEqualTo(1);
      EpochRecord second = mixed.trainer().trainEpoch();
      assertThat(second.epoch()).isEqualTo(2);
      assertThat(End.of(epochs)).isEqualTo(undisturbed);
      assertThat(End.of(mixed)).isEqualTo(undisturbed);
      assertThat(all.trainer().train().epochs()).isEqualTo(2);
      assertThat(all.bits()).isEqualTo(undisturbed.bits());
    }
  }

  @Test
  void trainersThatTakeTurnsStepByStepEndAsEachEndsAlone() {
    Recipe one = SmallRecipe.with("epochs=2", "seed=1");
    Recipe other = SmallRecipe.with("epochs=2", "seed=2", "threads=2");
    End oneAlone = undisturbed(one);
    End otherAlone = undisturbed(other);
    int before = Threads.count();
    Threads.set(3);
    try (Training first = Training.by(one, DATA);
        Training second = Training.by(other, DATA)) {
      while (!first.trainer().done()) {
        advance(first.trainer(), 1);
        advance(second.trainer(), 1);
        assertThat(Threads.count()).isEqualTo(3);
      }
      assertThat(End.of(first)).isEqualTo(oneAlone);
      assertThat(End.of(second)).isEqualTo(otherAlone);
    } finally {
      assertThat(Threads.count()).isEqualTo(3);
      Threads.set(before);
    }
  }

  @Test
  void aListenerStopsARunAfterAStepAndTheNextCallGoesOn() {
    Recipe recipe = SmallRecipe.with("epochs=2");
    End undisturbed = undisturbed(recipe);
    List<Integer> told = new ArrayList<>();
    TrainingListener stops =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            return batch.step() == 4 || batch.step() == 6 ? Answer.STOP : Answer.GO_ON;
          }
        };
    TrainingListener after =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            told.add(batch.step());
            return Answer.GO_ON;
          }
        };
    try (Training training = Training.by(recipe, DATA, stops, after)) {
      for (Position position : List.of(new Position(1, 4), new Position(1, 6))) {
        assertThatThrownBy(training.trainer()::trainEpoch)
            .isInstanceOfSatisfying(
                StoppedException.class,
                stopped -> assertThat(stopped.position()).isEqualTo(position))
            .hasMessageStartingWith("stopped at epoch 1, step " + position.step() + "; go on");
      }
      assertThat(told).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(training.trainer().trainEpoch().epoch()).isEqualTo(1);
      while (!training.trainer().done()) {
        Answer unused = training.trainer().advance();
      }
      assertThat(End.of(training)).isEqualTo(undisturbed);
    }
  }

  @Test
  void aListenerStopsARunAfterAnEpoch() {
    TrainingListener stops =
        new TrainingListener() {
          @Override
          public Answer epoch(EpochRecord epoch) {
            return Answer.STOP;
          }
        };
    try (Training training = Training.by(SmallRecipe.with("epochs=2"), DATA, stops)) {
      assertThatThrownBy(training.trainer()::train)
          .isInstanceOf(StoppedException.class)
          .hasMessageStartingWith("stopped at epoch 2, step 0;");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"swa.share=0", "swa.share=1"})
  void anInterruptStopsAfterTheStepAndGivesUpAValidation(String setting) {
    Recipe recipe = SmallRecipe.with("epochs=1", setting);
    End undisturbed = undisturbed(recipe);
    TrainingListener interrupts =
        new TrainingListener() {
          private boolean again;

          @Override
          public Answer batch(BatchFacts batch) {
            if (batch.step() == 2) {
              Thread.currentThread().interrupt();
            }
            return Answer.GO_ON;
          }

          @Override
          public void judging() {
            if (!again) {
              again = true;
              Thread.currentThread().interrupt();
            }
          }
        };
    try (Training training = Training.by(recipe, DATA, interrupts)) {
      Trainer trainer = training.trainer();
      advance(trainer, 1);
      assertThat(trainer.advance()).isEqualTo(Answer.STOP);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(trainer.position()).isEqualTo(new Position(1, 2));
      advance(trainer, 4);
      assertThatThrownBy(trainer::advance).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(trainer.position()).isEqualTo(new Position(1, 6));
      try (Training other = Training.by(recipe, DATA)) {
        other.trainer().restore(trainer.state());
        advance(other.trainer(), 1);
        assertThat(End.of(other)).isEqualTo(undisturbed);
      }
      advance(trainer, 1);
      assertThat(End.of(training)).isEqualTo(undisturbed);
    }
  }

  @Test
  void weightsAreChosenBeforeTheyAreJudgedAndNoneAreJudgedBefore() {
    List<String> told = new ArrayList<>();
    TrainingListener notes =
        new TrainingListener() {
          @Override
          public void judging() {
            told.add("judging");
          }

          @Override
          public void finished(RunResult result) {
            told.add("finished");
          }
        };
    Recipe recipe = SmallRecipe.with("epochs=3", "earlyStopping.patience=3", "averaging.decay=0.9");
    try (Training apart = Training.by(recipe, DATA, notes);
        Training atOnce = Training.by(recipe, DATA)) {
      advance(apart.trainer(), Integer.MAX_VALUE);
      assertThatThrownBy(apart.trainer()::judge)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no weights are chosen yet, so there are none to judge");
      int chosen = apart.trainer().choose();
      assertThat(told).containsExactly("judging", "judging", "judging");
      List<Integer> weights = apart.bits();
      RunResult result = atOnce.trainer().train();
      assertThat(chosen).isEqualTo(result.chosenEpoch());
      assertThat(weights).isEqualTo(atOnce.bits());
      RunResult judged = apart.trainer().judge();
      assertThat(judged.testAccuracy()).isEqualTo(result.testAccuracy());
      assertThat(judged.validationAccuracy()).isEqualTo(result.validationAccuracy());
      assertThat(apart.bits()).isEqualTo(weights);
      assertThat(told).endsWith("judging", "finished").hasSize(5);
    }
  }

  @Test
  void timeBetweenStepsIsNoTrainingTime() throws InterruptedException {
    try (Training training = Training.by(SmallRecipe.with("epochs=1"), DATA)) {
      advance(training.trainer(), 3);
      double before = secondsOf(training.trainer());
      Thread.sleep(300);
      double after = secondsOf(training.trainer());
      assertThat(after).isEqualTo(before).isPositive();
      try (Training other = Training.by(SmallRecipe.with("epochs=1"), DATA)) {
        other.trainer().restore(training.trainer().state());
        advance(other.trainer(), Integer.MAX_VALUE);
        assertThat(other.trainer().state().epochs().get(0).seconds()).isGreaterThan(before);
      }
    }
  }

  private static double secondsOf(Trainer trainer) {
    return trainer.state().underWay().orElseThrow().seconds();
  }

  @Test
  void aStateOfMoreStepsThanTheEpochHasIsRefused() {
    try (Training training = Training.by(SmallRecipe.with("epochs=1"), DATA)) {
      advance(training.trainer(), 1);
      TrainerState state = training.trainer().state();
      EpochSoFar lying = new EpochSoFar(7, 112, 1, 1, 0.1, 1);
      assertThatThrownBy(
              () ->
                  training
                      .trainer()
                      .restore(
                          new TrainerState(state.tensors(), 0, state.epochs(), Optional.of(lying))))
          .hasMessage("7 steps of epoch 1 are taken, expected 0 to 6");
    }
  }
}
