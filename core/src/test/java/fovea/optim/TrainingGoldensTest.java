package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Golden;
import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.GELU;
import fovea.nn.Linear;
import fovea.nn.MaxPool2d;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.optim.PlateauSchedule.Measure;
import fovea.tensor.DType;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Learning rates, and a whole network's training, against PyTorch for Python. */
class TrainingGoldensTest {
  /** Relative to the largest: one rounding to the file's float32, and some of torch's recursion. */
  private static final double RATE_TOLERANCE = 2e-7;

  /** Relative; both sides compute in float32, and ten steps carry their roundings along. */
  private static final double LOSS_TOLERANCE = 1e-5;

  private static final double WEIGHT_TOLERANCE = 1e-5;

  /** As the script beside the goldens has them. */
  private static final double[] FIGURES = {
    2.0, 1.5, 1.4, 1.6, 1.39995, 1.41, 1.2, 1.3, 1.25, 1.22, 1.1, 1.15, 1.2, 1.3, 1.25, 1.12, 1.11,
    1.1, 1.05, 1.0, 1.2, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0
  };

  @Test
  void learningRatesAreThoseOfTorchsSchedulers() {
    Map<String, Schedule> schedules =
        Map.ofEntries(
            Map.entry("constant", ConstantSchedule.of(0.4, 5)),
            Map.entry("step", StepSchedule.of(0.4, 0, 7, 0.3)),
            Map.entry("cosine", CosineSchedule.of(0.4, 0, 30, 0)),
            Map.entry("cosine-warmup", CosineSchedule.of(0.4, 5, 30, 0.02)),
            Map.entry("one-cycle", OneCycleSchedule.of(0.4, 8, 30, 0.04, 0.002)),
            Map.entry("multi-step", MultiStepSchedule.of(0.4, 0, new long[] {4, 11, 12}, 0.3)),
            Map.entry("exponential", ExponentialSchedule.of(0.4, 0, 1, 0.9)),
            Map.entry("polynomial", PolynomialSchedule.of(0.4, 0, 30, 1.7, 0)),
            Map.entry("cosine-restarts", CosineRestartsSchedule.of(0.4, 0, 30, 4, 2, 0.02)),
            Map.entry("plateau-loss", plateau(Measure.LOSS, 0.1, 2, 0)),
            Map.entry("plateau-accuracy", plateau(Measure.ACCURACY, 0.5, 1, 2)),
            Map.entry(
                "swa", AnnealedSchedule.of(ExponentialSchedule.of(0.4, 0, 1, 0.9), 10, 8, 0.05)));
    Golden golden = Golden.read("schedules");
    assertThat(golden.tensors().keySet()).isEqualTo(schedules.keySet());
    try (Scope scope = Scope.open()) {
      schedules.forEach(
          (name, schedule) -> {
            float[] rates = new float[30];
            for (int step = 0; step < rates.length; step++) {
              rates[step] = (float) schedule.learningRate(step);
            }
            golden.assertMatches(name, Tensor.of(rates, rates.length), RATE_TOLERANCE);
          });
    }
  }

  /** Of epochs of one step. */
  private static Schedule plateau(Measure measure, double factor, int patience, int cooldown) {
    PlateauSchedule settings =
        new PlateauSchedule(0, measure, factor, patience, 1e-3, cooldown, 1e-3);
    List<EpochFigures> figures =
        Arrays.stream(FIGURES).mapToObj(loss -> new EpochFigures(loss, 1 - loss / 5)).toList();
    return step ->
        settings.over(0.4, 1, 30).learningRate(step)
            * settings.factor(figures.subList(0, (int) step));
  }

  @Test
  void aNetworksLossesAndWeightsOverTenStepsAreThoseOfPyTorch() {
    Golden golden = Golden.read("network");
    Rng rng = Rng.seeded(1);
    try (Scope scope = Scope.open();
        Module network =
            Sequential.of(
                new Conv2d(3, 4, 3, 1, 1, false, rng),
                new BatchNorm2d(4),
                new GELU(),
                new MaxPool2d(2, 2),
                new Conv2d(4, 6, 3, 1, 1, true, rng),
                new ReLU(false),
                new AdaptiveAvgPool2d(2),
                new Flatten(),
                new Linear(24, 3, true, rng))) {
      network.loadStateDict(golden.under("before."));
      Tensor images = golden.tensor("pixels").to(DType.FLOAT32).div(255);
      Tensor labels = golden.tensor("labels");
      float[] losses = new float[10];
      try (Optimizer optimizer = new Sgd(0.1, 0.9, true, 5e-4, false).of(network.parameters(), 1)) {
        for (int step = 0; step < losses.length; step++) {
          try (Scope temporary = Scope.open()) {
            Tensor loss = Loss.crossEntropy(network.call(images), labels, 0.1);
            optimizer.zeroGradients();
            loss.backward();
            optimizer.step(0.1);
            losses[step] = (float) loss.item();
          }
        }
        golden.assertMatches("losses", Tensor.of(losses, losses.length), LOSS_TOLERANCE);
        golden.assertMatches("after.", network.stateDict(), WEIGHT_TOLERANCE);
      }
    }
  }
}
