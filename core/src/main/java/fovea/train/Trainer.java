package fovea.train;

import fovea.augment.Augmentation;
import fovea.augment.Moment;
import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.DataSet;
import fovea.data.Splits;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Evaluator;
import fovea.evaluate.Views;
import fovea.measure.MachineRate;
import fovea.models.Model;
import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.objective.Objective;
import fovea.objective.Objective.Outcome;
import fovea.optim.Schedule;
import fovea.recipe.Recipe;
import fovea.tensor.Execution;
import fovea.tensor.Geometry;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model by a recipe. All randomness of an epoch comes from the recipe's seed and the
 * epoch's number, so an epoch gives the same weights whether or not this process trained those
 * before it. The trainer knows nothing of consoles and files. It computes with its own number of
 * threads, and leaves that of the calling thread as it was.
 *
 * <p>{@link #train} does it all; {@link #start}, {@link #trainEpoch} until {@link #done}, and
 * {@link #finish} are its parts, for a caller with work to do in between.
 */
public final class Trainer implements AutoCloseable {
  private final Recipe recipe;
  private final Model model;
  private final DataSet data;
  private final Splits splits;
  private final List<TrainingListener> listeners;
  private final Precision precision;
  private final Augmentation augmentation;
  private final Objective objective;
  private final int stepsPerEpoch;
  private final Schedule schedule;
  private final Rng rng;
  private final Summary summary;
  private final Weights weights;
  private final EarlyStopping stopping;
  private final StepClock clock;
  private final Skipping skipping;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final int threads;
  private @Nullable RunResult result;

  /**
   * A trainer with as many threads as the recipe says.
   *
   * @see #Trainer(Recipe, Model, DataSet, List, int)
   */
  public Trainer(Recipe recipe, Model model, DataSet data, List<TrainingListener> listeners) {
    this(recipe, model, data, listeners, recipe.threadCount());
  }

  /**
   * A trainer of this model, which takes on the training images' normalisation.
   *
   * @param model stays the caller's; takes images of the data's size and has its classes
   * @param threads that an operation is spread over, in place of the recipe's
   */
  public Trainer(
      Recipe recipe, Model model, DataSet data, List<TrainingListener> listeners, int threads) {
    this.threads = threads;
    this.recipe = recipe;
    this.model = model;
    this.data = data;
    this.splits = recipe.split(data);
    this.listeners = List.copyOf(listeners);
    precision = recipe.precision().resolve();
    augmentation = Augmentation.inOrder(recipe.augment());
    stepsPerEpoch = Batches.perEpoch(splits.train().images().size(), recipe.batchSize());
    schedule =
        recipe.schedule().over(recipe.optimizer().learningRate(), stepsPerEpoch, recipe.epochs());
    rng = Rng.seeded(recipe.seed());
    summary = Summary.of(model.network(), model.input());
    try (Threads.Block block = Threads.block(threads)) {
      weights = new Weights(recipe, model.network(), splits.train().images());
    }
    stopping = new EarlyStopping(recipe.earlyStopping());
    boolean timesLayers = listeners.stream().anyMatch(TrainingListener::wantsLayerTimes);
    clock = new StepClock(model.network(), timesLayers);
    skipping = new Skipping(recipe.skipping(), recipe.epochs(), splits.train().images().size());
    objective = clock.timed(inPrecision(recipe.objective()));
  }

  /** Trains from wherever it stands to the end. */
  public RunResult train() {
    start();
    while (!done()) {
      EpochRecord unused = trainEpoch();
    }
    return finish();
  }

  /** Tells the listeners what is about to happen. */
  public void start() {
    RunFacts facts =
        new RunFacts(
            recipe,
            data.name(),
            splits.train().images().size(),
            splits.validation().map(validation -> validation.images().size()).orElse(0),
            stepsPerEpoch,
            epochs.size() + 1,
            summary.parameters(),
            summary.macs());
    tell(listener -> listener.started(facts));
  }

  /** Whether all epochs are trained, or early stopping ends the run. */
  public boolean done() {
    return epochs.size() >= recipe.epochs() || stopping.stopsAfter(epochs);
  }

  /**
   * Trains the next epoch, then validates.
   *
   * @throws fovea.FoveaException if the loss, the weights or what the network says of the
   *     validation images are no longer finite numbers; then no listener hears of the epoch
   * @throws IllegalStateException after {@link #finish}: the model has other weights since
   */
  public EpochRecord trainEpoch() {
    if (weights.areChosen()) {
      throw new IllegalStateException("the training has finished; it can't train another epoch");
    }
    try (Threads.Block block = Threads.block(threads)) {
      return nextEpoch();
    }
  }

  private EpochRecord nextEpoch() {
    int epoch = epochs.size() + 1;
    int[] chosen = skipping.chosen(epoch);
    EpochProgress progress =
        new EpochProgress(epoch, Batches.perEpoch(chosen.length, recipe.batchSize()));
    Module network = model.network();
    network.train();
    network.reseed(rng.split("dropout", epoch));
    clock.enter(Phase.OTHER);
    try (Batches batches = batches(epoch, chosen)) {
      while (batches.hasNext()) {
        long at = position(progress);
        progress.begin(schedule.learningRate(at));
        step(
            batches,
            at,
            (part, outcome) -> {
              progress.add(part, outcome);
              skipping.note(part, outcome);
            });
        BatchFacts facts = progress.facts();
        tell(listener -> listener.batch(facts));
      }
    } finally {
      Precision.forgetWeights();
    }
    clock.stop();
    progress.trained();
    weights
        .notFinite()
        .ifPresent(
            name -> {
              throw progress.diverged("the weights `" + name + "` became infinite or NaN");
            });
    EpochRecord record = progress.record(weights.withChosen(this::validate));
    epochs.add(record);
    if (stopping.isBest(epochs)) {
      weights.remember();
    }
    tell(listener -> listener.epoch(record));
    return record;
  }

  /**
   * A step of training: the next batch, its loss, the loss's gradients, better weights. A batch may
   * come in parts, whose gradients add up.
   *
   * @param at which step of the run it is, counted from 0
   * @param seen is told what came of each part
   */
  private void step(Batches batches, long at, BiConsumer<Batch, Outcome> seen) {
    try (Scope step = Scope.open()) {
      Batch batch = next(batches, at, step);
      for (MicroBatch part : MicroBatch.of(batch, recipe.microBatchSize())) {
        try (Scope activations = Scope.open()) {
          Outcome outcome = objective.of(model.network(), part.batch());
          backward(part.contribution(outcome.loss()));
          seen.accept(part.batch(), outcome);
        }
      }
      update(schedule.learningRate(at));
    }
  }

  private Batch next(Batches batches, long at, Scope step) {
    clock.enter(Phase.DATA);
    Batch batch = batches.next(step);
    clock.enter(Phase.OTHER);
    int size = recipe.progressive().size(at, (long) stepsPerEpoch * recipe.epochs(), data.height());
    boolean whole = batch.images().shape().size(2) == size;
    return whole ? batch : batch.with(Geometry.resize(batch.images(), size));
  }

  private void backward(Tensor loss) {
    clock.backward(loss);
  }

  private void update(double learningRate) {
    clock.enter(Phase.OPTIMIZER);
    Precision.forgetWeights();
    weights.update(learningRate);
    clock.enter(Phase.OTHER);
  }

  private Objective inPrecision(Objective plain) {
    return (network, batch) -> {
      try (Precision.Block block = precision.onSameWeights()) {
        return plain.of(network, batch);
      }
    };
  }

  /** An epoch's batches of these images. */
  private Batches batches(int epoch, int[] chosen) {
    return Batches.shuffled(
        splits.train().images(),
        chosen,
        recipe.batchSize(),
        (batch, random) -> augmentation.apply(batch, new Moment(epoch, rng, random)),
        rng.split("epoch", epoch));
  }

  /**
   * Which step of the run is next, counted from 0, were every epoch of all images: one that leaves
   * some out takes larger strides.
   */
  private long position(EpochProgress progress) {
    long within = (long) progress.steps() * stepsPerEpoch / progress.stepsPerEpoch();
    return (progress.epoch() - 1L) * stepsPerEpoch + within;
  }

  private Execution execution() {
    return new Execution(threads, precision);
  }

  private Optional<Evaluation> validate() {
    return splits.validation().map(v -> Evaluator.evaluate(model.network(), v, execution()));
  }

  /**
   * Puts the chosen weights into the model and judges them: those of the best epoch where early
   * stopping watches, else the last, averaged if the recipe says so. This is the first time that
   * the test images are looked at. Once it has returned, it returns the same again.
   */
  public RunResult finish() {
    if (result == null) {
      try (Threads.Block block = Threads.block(threads)) {
        weights.choose();
        result = judge();
      }
    }
    return result;
  }

  private RunResult judge() {
    RunProfile profile = clock.profile();
    Double rate = profile.gigaflop() == 0 ? null : profile.gigaflopsPerSecond();
    RunResult found =
        new RunResult(
            Evaluator.evaluate(model.network(), splits.test(), execution()).accuracy(),
            recipe.testViews() ? testAccuracyWithViews() : null,
            Evaluator.evaluate(model.network(), splits.train(), execution()).accuracy(),
            validate().map(Evaluation::accuracy).orElse(null),
            epochs.size(),
            stopping.chosen(epochs),
            epochs.stream().mapToDouble(EpochRecord::seconds).sum(),
            summary.parameters(),
            summary.macs(),
            rate,
            rate == null ? null : rate / MachineRate.matmul(execution()));
    tell(listener -> listener.profiled(profile));
    tell(listener -> listener.finished(found));
    return found;
  }

  private double testAccuracyWithViews() {
    return Evaluator.evaluate(
            model.network(), splits.test(), execution(), Views.MIRRORED_AND_SHIFTED)
        .accuracy();
  }

  /**
   * All that a later process needs to go on from here; the tensors stay this trainer's own.
   *
   * @throws IllegalStateException after {@link #finish}: the model has other weights since
   */
  public TrainerState state() {
    if (weights.areChosen()) {
      throw new IllegalStateException("the training has finished; there is nothing to go on from");
    }
    Map<String, Tensor> tensors = weights.tensors();
    if (skipping.isOn()) {
      tensors.put(Skipping.LOSSES, skipping.state());
    }
    return new TrainerState(tensors, weights.averagedSteps(), List.copyOf(epochs));
  }

  /**
   * Goes on from where another trainer of the same recipe, model and data stood.
   *
   * @throws fovea.FoveaException if the state isn't one of such a trainer
   */
  public void restore(TrainerState state) {
    weights.restore(state);
    if (skipping.isOn()) {
      skipping.restore(state.tensors().get(Skipping.LOSSES));
    }
    epochs.clear();
    epochs.addAll(state.epochs());
    result = null;
  }

  private void tell(Consumer<TrainingListener> event) {
    listeners.forEach(event);
  }

  /** Frees gradients and optimiser state; the model keeps its weights. */
  @Override
  public void close() {
    weights.close();
    skipping.close();
  }
}
