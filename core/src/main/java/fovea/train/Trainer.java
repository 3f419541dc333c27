package fovea.train;

import fovea.data.Batches;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.data.ImageGroups;
import fovea.data.ImageSet;
import fovea.data.Splits;
import fovea.models.Model;
import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.optim.EpochFigures;
import fovea.optim.Schedule;
import fovea.recipe.Recipe;
import fovea.tensor.Execution;
import fovea.tensor.Lanes;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model by a recipe. All randomness comes from the recipe's seed and the {@link Position},
 * so a step gives the same weights whether or not this process took those before it. The trainer
 * knows nothing of consoles and files. It computes with its own number of threads, and leaves that
 * of the calling thread as it was. What a step does is {@link TrainingStep}'s.
 *
 * <p>{@link #train} does it all; {@link #start}, {@link #advance} until {@link #done}, {@link
 * #choose} and {@link #judge} are its parts, for a caller with work to do in between.
 */
public final class Trainer implements AutoCloseable {
  private final Recipe recipe;
  private final Model model;
  private final DividedData data;
  private final Splits splits;
  private final Listeners listeners;
  private final TrainingStep steps;
  private final Rng rng;
  private final Summary summary;
  private final Weights weights;
  private final EarlyStopping stopping;
  private final Collapse collapse;
  private final Judge judge;
  private final RobustnessWatch watch;
  private final StepClock clock;
  private final Skipping skipping;
  private final HeadFirst headFirst;
  private final Owned owned = new Owned();
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final int threads;
  private @Nullable EpochUnderWay underWay;
  private @Nullable RunResult result;

  /**
   * A trainer with as many threads as the recipe says.
   *
   * @see #Trainer(Recipe, Model, DividedData, List, int)
   */
  public Trainer(Recipe recipe, Model model, DataSet data, List<TrainingListener> listeners) {
    this(recipe, model, recipe.divide(data), listeners, recipe.threadCount());
  }

  /**
   * A trainer of this model, which takes on the training images' normalisation.
   *
   * @param model stays the caller's; takes images of the data's size and has its classes
   * @param data as the recipe divides them
   * @param listeners told in this order; training stops where one of them says so
   * @param threads that share the work, in place of the recipe's
   * @throws fovea.FoveaException if the recipe doesn't fit the model or the data
   */
  public Trainer(
      Recipe told, Model model, DividedData data, List<TrainingListener> listeners, int threads) {
    this.threads = threads;
    this.model = model;
    this.data = data;
    this.splits = data.splits();
    this.recipe = told.fittedTo(data);
    Requirements.ofData(recipe, data.set(), splits.validation().isPresent());
    Requirements.ofModel(model, data.set());
    Requirements.ofNetwork(recipe.progressive(), model);
    ImageGroups groups = groups(recipe, data);
    TrainingStep.requireEpisodes(recipe, splits.train().images());
    this.listeners = new Listeners(listeners);
    rng = Rng.seeded(recipe.seed());
    summary = Summary.of(model.network(), model.input());
    judge =
        new Judge(model.network(), splits, new Execution(threads, recipe.precision().resolve()));
    watch = new RobustnessWatch(recipe, model.network(), splits, judge.execution());
    stopping = new EarlyStopping(recipe);
    collapse = new Collapse(recipe);
    boolean timesLayers = listeners.stream().anyMatch(TrainingListener::wantsLayerTimes);
    clock = new StepClock(model.network(), recipe.objective().passes(), timesLayers, threads);
    ImageSet train = splits.train().images();
    try {
      headFirst = new HeadFirst(model, recipe.headEpochs());
      owned.add(headFirst::close);
      Lanes lanes = new Lanes(threads);
      owned.add(lanes::close);
      weights = new Weights(recipe, model.network(), train, lanes);
      owned.add(weights::close);
      headFirst.requireTrainable();
      skipping = new Skipping(recipe.skipping(), recipe.epochs(), train.size());
      owned.add(skipping::close);
      steps = new TrainingStep(recipe, model.network(), train, groups, weights, clock, rng);
      owned.add(steps::close);
    } catch (RuntimeException | Error e) {
      owned.close();
      throw e;
    }
  }

  /** Of the training images, those of each class apart; null where a recipe uses none. */
  static @Nullable ImageGroups groups(Recipe recipe, DividedData data) {
    if (!recipe.usesGroups()) {
      return null;
    }
    ImageSet train = data.splits().train().images();
    return ImageGroups.together(ImageGroups.from(recipe.imageGroups(), data.set(), train))
        .byClass(train);
  }

  /** SHA-256 of the groups that a recipe goes by, if it does, of these data; in hex. */
  public static Optional<String> groupsFingerprint(Recipe recipe, DividedData data) {
    return Optional.ofNullable(groups(recipe, data)).map(ImageGroups::fingerprint);
  }

  /**
   * Trains from wherever it stands to the end.
   *
   * @throws StoppedException if a listener says so
   */
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
            data.set().name(),
            splits.train().images().size(),
            splits.validation().map(validation -> validation.images().size()).orElse(0),
            steps.perEpoch(),
            position(),
            summary.parameters(),
            summary.macs());
    listeners.tell(listener -> listener.started(facts));
  }

  /** Where it stands. */
  public Position position() {
    return new Position(epochs.size() + 1, underWay == null ? 0 : underWay.progress().steps());
  }

  /** Whether all epochs are trained, or early stopping or a collapse ends the run. */
  public boolean done() {
    return epochs.size() >= recipe.epochs() || stopping.stopsAfter(epochs) || collapse.ends(epochs);
  }

  /**
   * Takes the steps that are left of the epoch, then validates.
   *
   * @throws StoppedException if a listener says so
   * @see #advance
   */
  public EpochRecord trainEpoch() {
    int epoch = position().epoch();
    do {
      if (advance() == Answer.STOP) {
        throw new StoppedException(position(), "go on with trainEpoch()");
      }
    } while (position().epoch() == epoch);
    return epochs.get(epoch - 1);
  }

  /**
   * Takes the next step; or validates, after an epoch's last, which ends the epoch. An interrupt of
   * this thread is {@link Answer#STOP}, too.
   *
   * @return whether all listeners want to go on; if not, the caller decides whether to
   * @throws CancellationException if this thread is interrupted while it waits for a batch or
   *     validates; then the trainer stands where it stood
   * @throws fovea.FoveaException if the loss, the weights or what the network says of the
   *     validation images are no longer finite numbers; then no listener hears of the epoch
   * @throws IllegalStateException after {@link #choose}: the model has other weights since
   */
  public Answer advance() {
    if (weights.areChosen()) {
      throw new IllegalStateException("the training has finished; it can't train another epoch");
    }
    try (Threads.Block block = Threads.block(threads)) {
      EpochUnderWay epoch = underWay;
      if (epoch == null) {
        int next = epochs.size() + 1;
        epoch = begin(next, skipping.chosen(next), EpochSoFar.NOTHING);
        underWay = epoch;
      }
      epoch.progress().resume();
      try {
        return epoch.progress().isTrained() ? end(epoch) : takeStep(epoch);
      } finally {
        epoch.progress().pause();
      }
    }
  }

  private EpochUnderWay begin(int epoch, int[] images, EpochSoFar before) {
    int ofEpoch = Batches.perEpoch(images.length, recipe.batchSize());
    EpochProgress progress = new EpochProgress(epoch, ofEpoch, before);
    if (headFirst.enter(epoch)) {
      clock.recount();
    }
    Module network = model.network();
    network.train();
    network.reseed(rng.split("dropout", epoch));
    Batches batches = steps.batches(epoch, images).from(before.steps());
    return new EpochUnderWay(images, batches, progress, schedule());
  }

  /**
   * By what the epochs so far came to, but for those that were given up, and those whose weights
   * are averaged: the way to the rate of these begins where the epochs before them left it.
   */
  private Schedule schedule() {
    List<EpochFigures> before =
        collapse.left(epochs).stream()
            .filter(epoch -> !recipe.swa().joins(epoch.epoch(), recipe.epochs()))
            .map(EpochRecord::figures)
            .toList();
    return recipe.plan(steps.perEpoch(), recipe.schedule().factor(before));
  }

  private Answer takeStep(EpochUnderWay epoch) {
    EpochProgress progress = epoch.progress();
    clock.enter(Phase.OTHER);
    steps.take(
        epoch,
        (part, outcome) -> {
          progress.add(part, outcome);
          skipping.note(part, outcome);
        });
    BatchFacts facts = progress.facts();
    Answer answer = listeners.ask(listener -> listener.batch(facts));
    clock.stop();
    return answer;
  }

  private Answer end(EpochUnderWay epoch) {
    EpochProgress progress = epoch.progress();
    progress.trained();
    Optional<String> broken = weights.notFinite();
    if (broken.isPresent()) {
      throw progress.brokenWeights(broken.get());
    }
    EpochRecord record =
        listeners.whileJudging(
            () -> {
              steps.join(epoch);
              return progress.record(
                  weights.withChosen(judge::validation),
                  watch.measure(weights, steps.lastSize(progress)));
            });
    epochs.add(record);
    if (stopping.isBest(epochs)) {
      weights.remember();
    }
    collapse.heed(epochs, weights, listeners);
    leaveEpoch();
    return listeners.ask(listener -> listener.epoch(record));
  }

  private void leaveEpoch() {
    EpochUnderWay epoch = underWay;
    underWay = null;
    if (epoch != null) {
      try (Threads.Block block = Threads.block(threads)) {
        epoch.close();
      }
    }
  }

  /** {@link #choose}, then {@link #judge}. */
  public RunResult finish() {
    int unused = choose();
    return judge();
  }

  /**
   * Puts the chosen weights into the model: those of the best epoch where early stopping watches,
   * else the last, or the last before a collapse; averaged if the recipe says so. Nothing has
   * looked at the test images so far, and the chosen epoch's record says how good the weights are
   * by the validation images.
   *
   * @return the chosen epoch, counted from 1
   */
  public int choose() {
    leaveEpoch();
    weights.choose();
    return stopping.chosen(epochs);
  }

  /**
   * Judges the chosen weights: the first time that the test images are looked at. Once it has
   * returned, it returns the same again.
   *
   * @throws IllegalStateException before {@link #choose}
   * @throws CancellationException if this thread is interrupted
   */
  public RunResult judge() {
    if (!weights.areChosen()) {
      throw new IllegalStateException("no weights are chosen yet, so there are none to judge");
    }
    RunResult found = result;
    if (found == null) {
      try (Threads.Block block = Threads.block(threads)) {
        RunProfile profile = profile();
        RunResult judged =
            listeners.whileJudging(
                () -> judge.result(recipe, summary, epochs, stopping.chosen(epochs), profile));
        listeners.tell(listener -> listener.profiled(profile));
        listeners.tell(listener -> listener.finished(judged));
        found = judged;
      }
      result = found;
    }
    return found;
  }

  /** What it was told, with as many epochs as the recipe has for these data. */
  public Recipe recipe() {
    return recipe;
  }

  /** Where the time of the steps went that this trainer took. */
  public RunProfile profile() {
    return clock.profile();
  }

  /**
   * All that a later process needs to go on from here; the tensors stay this trainer's own.
   *
   * @throws IllegalStateException after {@link #choose}: the model has other weights since
   */
  public TrainerState state() {
    if (weights.areChosen()) {
      throw new IllegalStateException("the training has finished; there is nothing to go on from");
    }
    Map<String, Tensor> tensors = weights.tensors();
    Optional<EpochUnderWay> epoch = Optional.ofNullable(underWay);
    tensors.putAll(steps.state());
    tensors.putAll(skipping.state(epoch.map(EpochUnderWay::images)));
    return new TrainerState(
        tensors,
        weights.averagedSteps(),
        List.copyOf(epochs),
        epoch.map(now -> now.progress().soFar()));
  }

  /** What the largest {@link #state} takes that the recipe may come to. */
  public long mostBytes() {
    return state().bytes() + weights.bytesToCome();
  }

  /**
   * Goes on from where another trainer of the same recipe, model and data stood.
   *
   * @throws fovea.FoveaException if the state isn't one of such a trainer
   */
  public void restore(TrainerState state) {
    leaveEpoch();
    result = null;
    weights.restore(state);
    skipping.restore(state.tensors());
    steps.restore(state.tensors());
    epochs.clear();
    epochs.addAll(state.epochs());
    if (state.underWay().isPresent()) {
      int[] images = skipping.chosen(state.tensors());
      underWay = begin(state.position().epoch(), images, state.underWay().get());
    }
  }

  /** Frees gradients and optimiser state; the model keeps its weights. */
  @Override
  public void close() {
    leaveEpoch();
    owned.close();
  }
}
