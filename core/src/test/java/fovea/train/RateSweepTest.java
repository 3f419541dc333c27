package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.SmallImages;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RateSweepTest {
  private static final RateSweep.Listener GOES_ON = (done, rate, loss) -> Answer.GO_ON;

  /** Whoever asks for validation or test images gets none, and fails. */
  private static DividedData trainOnly() {
    DataSet set = SmallImages.dataSet(120);
    Split.Train train = new Split.Train(SmallImages.draw(120, 1));
    return new DividedData(set, new Splits(train, Optional.empty(), new Split.Test(null)));
  }

  private static RateCurve sweep(Recipe recipe, RateSweep sweep, RateSweep.Listener listener) {
    DividedData data = trainOnly();
    try (Model model =
        Models.create(
            recipe.model().name(),
            recipe.model().arguments(),
            SmallImages.CLASSES,
            Rng.seeded(recipe.seed()))) {
      return sweep.of(recipe, model, data, listener);
    }
  }

  @Test
  void theRatesRiseByEqualFactorsAndTheLossFallsBeforeItGrows() {
    long alive = LiveTensors.count();
    int threads = Threads.count();
    List<Double> told = new ArrayList<>();
    RateCurve curve =
        sweep(
            SmallRecipe.with(),
            new RateSweep(1e-4, 100, 61),
            (done, rate, loss) -> {
              assertThat(done).isEqualTo(told.size() + 1);
              told.add(rate);
              return Answer.GO_ON;
            });
    assertThat(LiveTensors.count()).isEqualTo(alive);
    assertThat(Threads.count()).isEqualTo(threads);
    List<RateCurve.Point> points = curve.points();
    assertThat(points).extracting(RateCurve.Point::learningRate).isEqualTo(told);
    for (int i = 0; i < points.size(); i++) {
      double expected = 1e-4 * Math.pow(10, i / 10.0);
      assertThat(points.get(i).learningRate()).isCloseTo(expected, within(1e-9 * expected));
    }
    assertThat(curve.diverged()).isTrue();
    assertThat(points.size()).isLessThan(61);
    assertThat(curve.suggested()).isNotNull().isEqualTo(0.1 * curve.least());
    assertThat(curve.least()).isBetween(1e-3, 10.0);
    assertThat(curve.steepest()).isNotNull().isLessThanOrEqualTo(curve.least());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "microBatchSize=5 model.arguments.dropout=0.5 model.arguments.blocks=2",
        "optimizer.name=lamb averaging.decay=0.9",
        "sam.rho=0.1 swa.share=1 skipping.share=0.4 headEpochs=2",
        "optimizer.name=adam schedule.name=plateau objective.name=n-fgsm",
      })
  void theSameRecipeGivesTheSameCurveAgain(String settings) {
    Recipe recipe = SmallRecipe.with(settings.split(" "));
    RateSweep sweep = new RateSweep(1e-4, 1, 20);
    RateCurve once = sweep(recipe, sweep, GOES_ON);
    assertThat(sweep(recipe, sweep, GOES_ON)).isEqualTo(once);
    assertThat(once.points()).hasSizeGreaterThan(7); // more than an epoch has
  }

  @Test
  void whoListensMayStopIt() {
    long alive = LiveTensors.count();
    assertThatThrownBy(
            () ->
                sweep(
                    SmallRecipe.with(),
                    new RateSweep(1e-4, 1, 20),
                    (done, rate, loss) -> done == 7 ? Answer.STOP : Answer.GO_ON))
        .isInstanceOf(CancellationException.class)
        .hasMessage("stopped at step 7");
    assertThat(LiveTensors.count()).isEqualTo(alive);
  }

  @Test
  void ratesThatDontRiseAndFewStepsAreRefused() {
    assertThatThrownBy(() -> new RateSweep(0, 1, 100))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "the learning rates are 0.0 to 1.0, expected two above 0, the second the larger one");
    assertThatThrownBy(() -> new RateSweep(0.1, 0.1, 100)).isInstanceOf(FoveaException.class);
    assertThatThrownBy(() -> new RateSweep(0.1, Double.NaN, 100))
        .isInstanceOf(FoveaException.class);
    assertThatThrownBy(() -> new RateSweep(0.1, 1, 9))
        .hasMessage("the steps are 9, expected at least 10 to tell rates apart");
  }

  @Test
  void aCurveIsReadWhereItFallsFastestAndWhereItIsLeast() {
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rates.add(Math.pow(10, i / 20.0 - 4));
      double fall = 2 / (1 + Math.exp(-(i - 40) / 3.0));
      double rise = i < 70 ? 0 : Math.pow(i - 70, 2) / 20;
      losses.add(2.3 - fall + rise);
    }
    RateCurve curve = RateCurve.of(rates, losses, true);
    // The mean over some ten steps comes as many later.
    assertThat(curve.steepest()).isNotNull().isBetween(rates.get(40), rates.get(52));
    assertThat(curve.least()).isBetween(rates.get(66), rates.get(80));
    assertThat(curve.points().get(0).smoothed()).isEqualTo(losses.get(0));
    double mean = 0;
    double weights = 0;
    for (int i = 50; i >= 0; i--) {
      mean += Math.pow(0.9, 50 - i) * losses.get(i);
      weights += Math.pow(0.9, 50 - i);
    }
    assertThat(curve.points().get(50).smoothed()).isCloseTo(mean / weights, within(1e-9));
  }

  @Test
  void aLossThatNeverFallsSuggestsNothing() {
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rates.add(Math.pow(2, i));
      losses.add(2.0 + i);
    }
    RateCurve curve = RateCurve.of(rates, losses, true);
    assertThat(curve.suggested()).isNull();
    assertThat(curve.steepest()).isNull();
    assertThat(curve.least()).isEqualTo(1);
  }
}
