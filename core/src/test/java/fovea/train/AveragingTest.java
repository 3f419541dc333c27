package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run's averages of weights come to. */
@Timeout(60)
class AveragingTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  /** Batch norm, three classes of colour. */
  private static Recipe recipe(String... settings) {
    return SmallRecipe.with("epochs=4", "model.arguments.blocks=2").with(settings);
  }

  private static Map<String, float[]> state(Training training) {
    Map<String, float[]> state = new LinkedHashMap<>();
    training.model().network().stateDict().forEach((name, t) -> state.put(name, t.toFloats()));
    return state;
  }

  private static boolean isStatistic(String name) {
    return name.contains("running_") || name.endsWith("num_batches_tracked");
  }

  @Test
  void theChosenWeightsAreTheMeanOfThoseAfterTheLastEpochs() {
    List<Map<String, float[]>> ends = new ArrayList<>();
    long alive = LiveTensors.count();
    try (Training training = Training.by(recipe("swa.share=0.5"), DATA)) {
      Trainer trainer = training.trainer();
      while (!trainer.done()) {
        EpochRecord unused = trainer.trainEpoch();
        ends.add(state(training));
      }
      int chosen = trainer.choose();
      assertThat(chosen).isEqualTo(4);
      requireMean(state(training), ends.get(2), ends.get(3));
    }
    assertThat(LiveTensors.count()).isEqualTo(alive);
  }

  /** All but batch norm's statistics are the mean of the two. */
  private static void requireMean(
      Map<String, float[]> found, Map<String, float[]> one, Map<String, float[]> other) {
    found.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length && !isStatistic(name); i++) {
            assertThat((double) values[i])
                .as("%s, %d", name, i)
                .isCloseTo((one.get(name)[i] + other.get(name)[i]) / 2.0, within(1e-6));
          }
        });
  }

  @Test
  void theAveragesStatisticsAreItsOwnAndTrainingGoesOnWithThoseItHad() {
    Map<String, float[]> plain;
    try (Training training = Training.by(recipe("schedule.name=constant"), DATA)) {
      EpochRecord unused = training.trainer().trainEpoch();
      plain = state(training);
    }
    String[] averaging = {"schedule.name=constant", "swa.share=1", "swa.factor=1"};
    try (Training training = Training.by(recipe(averaging), DATA)) {
      EpochRecord record = training.trainer().trainEpoch();
      assertThat(record.learningRate()).isEqualTo(0.05);
      Map<String, float[]> trained = state(training);
      trained.forEach((name, values) -> assertThat(values).as(name).isEqualTo(plain.get(name)));
      int unused = training.trainer().choose();
      Map<String, float[]> chosen = state(training);
      chosen.forEach(
          (name, values) -> {
            if (name.contains("running_")) {
              assertThat(values).as(name).isNotEqualTo(plain.get(name));
            } else {
              assertThat(values).as(name).isEqualTo(plain.get(name));
            }
          });
    }
  }

  @Test
  void anEarlierEpochIsJudgedByTheWeightsThatAreTrained() {
    List<EpochRecord> plain = records(recipe("schedule.name=constant"));
    List<EpochRecord> averaged = records(recipe("schedule.name=constant", "swa.share=0.5"));
    for (int epoch = 0; epoch < 2; epoch++) {
      assertThat(averaged.get(epoch).validationLoss()).isEqualTo(plain.get(epoch).validationLoss());
    }
    assertThat(averaged.get(2).learningRate()).isBetween(0.025, 0.05);
    assertThat(averaged.get(3).learningRate()).isCloseTo(0.025, within(1e-9));
  }

  /** An average of decay 0.999 that began with the random weights would be mostly these. */
  @Test
  void anExponentialAverageIsWorthWhatItsWeightsAreFromTheFirstEpochsOn() {
    List<EpochRecord> trained = records(recipe("schedule.name=constant"));
    List<EpochRecord> averaged = records(recipe("schedule.name=constant", "averaging.decay=0.999"));
    double chance = Math.log(3);
    assertThat(trained.get(3).validationLoss()).isLessThan(0.8 * chance);
    assertThat(averaged.get(3).validationLoss()).isLessThan(0.9 * chance);
    assertThat(averaged.get(3).validationAccuracy())
        .isGreaterThan(trained.get(3).validationAccuracy() - 0.25);
  }

  private static List<EpochRecord> records(Recipe recipe) {
    try (Training training = Training.by(recipe, DATA)) {
      while (!training.trainer().done()) {
        EpochRecord unused = training.trainer().trainEpoch();
      }
      return training.trainer().state().epochs();
    }
  }

  @Test
  void aNetworkWithoutBatchNormIsAveragedToo() {
    Recipe recipe = SmallRecipe.with("epochs=2", "swa.share=1", "model.arguments.blocks=0");
    try (Training training = Training.by(recipe, DATA)) {
      EpochRecord first = training.trainer().trainEpoch();
      Map<String, float[]> afterFirst = state(training);
      EpochRecord second = training.trainer().trainEpoch();
      Map<String, float[]> afterSecond = state(training);
      assertThat(second.validationLoss()).isLessThan(first.validationLoss() + 1);
      int unused = training.trainer().choose();
      assertThat(afterFirst.keySet()).isNotEmpty().noneMatch(AveragingTest::isStatistic);
      requireMean(state(training), afterFirst, afterSecond);
    }
  }

  @Test
  void twoAveragesAreRefused() {
    Recipe recipe = recipe("swa.share=0.5", "averaging.decay=0.9");
    long alive = LiveTensors.count();
    try (Model model =
        Models.create("cifar10-cnn", recipe.model().arguments(), DATA.classes(), Rng.seeded(1))) {
      assertThatThrownBy(() -> new Trainer(recipe, model, DATA, List.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "`decay` in `averaging` and `share` in `swa` are both above 0, and a run has one"
                  + " average of its weights; set one of them to 0");
    }
    assertThat(LiveTensors.count()).isEqualTo(alive);
  }

  /** Three epochs of which each is no better than the first, and three that are averaged. */
  private static Recipe onAPlateau(int annealing) {
    return recipe(
        "schedule.name=plateau",
        "schedule.patience=0",
        "schedule.threshold=0.9",
        "epochs=6",
        "swa.share=0.5",
        "swa.factor=0.5",
        "swa.annealing=" + annealing);
  }

  @Test
  void theRateOfAveragedEpochsIsAShareOfThePeakWhateverAPlateauMadeOfTheSchedules() {
    assertThat(records(onAPlateau(0)))
        .extracting(EpochRecord::learningRate)
        .satisfies(
            rates -> {
              double[] expected = {0.05, 0.05, 0.005, 0.025, 0.025, 0.025};
              for (int i = 0; i < expected.length; i++) {
                assertThat(rates.get(i)).isCloseTo(expected[i], within(1e-12));
              }
            });
  }

  /** A tenth of a tenth of the peak, as the third epoch was no better than the first either. */
  @Test
  void theWayToTheRateOfAveragedEpochsBeginsWhereAPlateauWasBeforeThemAndDoesNotJump() {
    List<EpochRecord> epochs = records(onAPlateau(3));
    for (int epoch = 1; epoch <= 3; epoch++) {
      double share = (6 * epoch - 1) / 18.0; // at the epoch's last step
      double expected = 0.025 + (0.0005 - 0.025) * (1 + Math.cos(Math.PI * share)) / 2;
      assertThat(epochs.get(2 + epoch).learningRate()).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void aPlateauLowersTheRateAfterEpochsWithoutAnythingBetter() {
    String[] settings = {
      "schedule.name=plateau", "schedule.patience=0", "schedule.threshold=0.9", "epochs=5",
    };
    assertThat(records(recipe(settings)))
        .extracting(EpochRecord::learningRate)
        .satisfies(
            rates -> {
              double[] expected = {0.05, 0.05, 0.005, 0.0005, 0.00005};
              for (int i = 0; i < expected.length; i++) {
                assertThat(rates.get(i)).isCloseTo(expected[i], within(1e-12));
              }
            });
  }
}
