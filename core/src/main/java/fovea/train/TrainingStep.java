package fovea.train;

import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.ImageSet;
import fovea.nn.Module;
import fovea.nn.Pass;
import fovea.objective.Objective;
import fovea.objective.Objective.Outcome;
import fovea.optim.Schedule;
import fovea.recipe.Recipe;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import java.util.List;
import java.util.function.BiConsumer;

/** What happens at each {@link Position} of a run. */
final class TrainingStep {
  private final Recipe recipe;
  private final Module network;
  private final ImageSet images;
  private final Weights weights;
  private final StepClock clock;
  private final Rng rng;
  private final Variation variation;
  private final Objective objective;
  private final int stepsPerEpoch;
  private final Schedule schedule;
  private final boolean balances;

  /**
   * @param images trained on, of the network's size
   * @param rng the run's
   */
  TrainingStep(
      Recipe recipe, Module network, ImageSet images, Weights weights, StepClock clock, Rng rng) {
    this.recipe = recipe;
    this.network = network;
    this.images = images;
    this.weights = weights;
    this.clock = clock;
    this.rng = rng;
    variation = new Variation(recipe, images, rng);
    balances = recipe.sampling().balances(images.perClass());
    objective = inPrecision(recipe.objective(), recipe.precision().resolve());
    stepsPerEpoch = Batches.perEpoch(images.size(), recipe.batchSize());
    schedule =
        recipe.schedule().over(recipe.optimizer().learningRate(), stepsPerEpoch, recipe.epochs());
  }

  private static Objective inPrecision(Objective plain, Precision precision) {
    return (network, batch) -> {
      try (Precision.Block block = precision.on()) {
        return plain.of(network, batch);
      }
    };
  }

  /** How many an epoch has that leaves no image out. */
  int perEpoch() {
    return stepsPerEpoch;
  }

  /** An epoch's batches of these images. */
  Batches batches(int epoch, int[] chosen) {
    Rng ofEpoch = rng.split("epoch", epoch);
    return Batches.shuffled(
        images.enlarged(),
        balances ? ClassBalance.draw(images, chosen, ofEpoch.split("classes")) : chosen,
        recipe.batchSize(),
        (batch, random) -> variation.apply(batch, epoch, random),
        ofEpoch);
  }

  /**
   * A step of training: the next batch, its loss, the loss's gradients, better weights. A batch may
   * come in parts, whose gradients add up; the lanes share them.
   *
   * @param seen is told what came of each part, in order
   */
  void take(EpochUnderWay epoch, BiConsumer<Batch, Outcome> seen) {
    long at = epoch.progress().stepOfRun(stepsPerEpoch);
    long taken = epoch.progress().steps();
    double learningRate = schedule.learningRate(at);
    try (Scope step = Scope.open()) {
      Batch batch = next(epoch, step);
      epoch.progress().begin(learningRate);
      List<MicroBatch> parts = MicroBatch.of(batch, recipe.microBatchSize());
      int size = size(at);
      clock.begin(parts, size);
      try (Outcomes outcomes = new Outcomes(parts.size())) {
        weights.differentiate(
            parts.size(),
            i -> {
              StepClock.Lap lap = clock.lap(i);
              MicroBatch part = parts.get(i).resized(size);
              try (Pass pass = outcomes.begin(i, taken * parts.size() + i)) {
                Outcome outcome = lap.forward(() -> objective.of(network, part.batch()));
                lap.backward(part.contribution(outcome.loss()));
                outcomes.put(i, outcome);
              }
            });
        outcomes.inOrder((i, outcome) -> seen.accept(parts.get(i).batch(), outcome));
      } finally {
        clock.end();
      }
      update(learningRate);
    }
  }

  private Batch next(EpochUnderWay epoch, Scope step) {
    clock.enter(Phase.DATA);
    Batch batch = epoch.batches().next(step);
    clock.enter(Phase.OTHER);
    return batch;
  }

  /** Of images in this step of the run. */
  private int size(long at) {
    return recipe.progressive().size(at, (long) stepsPerEpoch * recipe.epochs(), images.height());
  }

  private void update(double learningRate) {
    clock.enter(Phase.OPTIMIZER);
    weights.update(learningRate);
    clock.enter(Phase.OTHER);
  }
}
