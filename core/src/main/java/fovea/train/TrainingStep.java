package fovea.train;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.EpisodeShape;
import fovea.data.Episodes;
import fovea.data.ImageGroups;
import fovea.data.ImageSet;
import fovea.nn.Module;
import fovea.nn.Pass;
import fovea.nn.Probe;
import fovea.objective.Objective;
import fovea.objective.Objective.Outcome;
import fovea.recipe.Recipe;
import fovea.recipe.Sampling;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What happens at each {@link Position} of a run. */
final class TrainingStep implements AutoCloseable {
  /** Among a trainer's tensors: what the objective has learnt, [numbers]. */
  private static final String LEARNT = "objective.learnt";

  private final Recipe recipe;
  private final Module network;
  private final ImageSet images;
  private final Weights weights;
  private final StepClock clock;
  private final Rng rng;
  private final Variation variation;
  private final Objective objective;
  private final int stepsPerEpoch;
  private final Precision precision;
  private final boolean balances;
  private final @Nullable ImageGroups groups;
  private final @Nullable EpisodeShape episodes;
  private final Scope memory = Scope.detached();
  private final Tensor learnt;

  /**
   * @param images trained on, of the network's size
   * @param groups of the images, each of a class; null where the recipe uses none
   * @param rng the run's
   */
  TrainingStep(
      Recipe recipe,
      Module network,
      ImageSet images,
      @Nullable ImageGroups groups,
      Weights weights,
      StepClock clock,
      Rng rng) {
    this.recipe = recipe;
    this.network = network;
    this.images = images;
    this.weights = weights;
    this.clock = clock;
    this.rng = rng;
    variation = new Variation(recipe, images, rng);
    balances = recipe.sampling().balances(images.perClass());
    precision = recipe.precision().resolve();
    this.groups = groups;
    objective =
        groups == null
            ? recipe.objective()
            : recipe
                .objective()
                .forGroups(groups, GroupBalance.shares(recipe.sampling(), images, groups));
    episodes = recipe.objective().episodes().orElse(null);
    stepsPerEpoch = Batches.perEpoch(images.size(), recipe.batchSize());
    try (Scope temporary = Scope.open()) {
      learnt = memory.adopt(Tensor.zeros(objective.state().length));
    }
  }

  /**
   * @throws FoveaException if the recipe trains by episodes, and the images hold none of its kind
   */
  static void requireEpisodes(Recipe recipe, ImageSet images) {
    Optional<Episodes> unused =
        recipe
            .objective()
            .episodes()
            .map(shape -> Episodes.of(images, IntStream.range(0, images.size()).toArray(), shape));
  }

  private Outcome outcome(Batch batch, Rng random) {
    try (Precision.Block block = precision.on()) {
      return objective.of(network, batch, random);
    }
  }

  /** What the objective has learnt, by name, for {@link #restore}; this object's own tensor. */
  Map<String, Tensor> state() {
    float[] now = objective.state();
    if (now.length == 0) {
      return Map.of();
    }
    try (Scope temporary = Scope.open()) {
      learnt.copyFrom(Tensor.of(now, now.length));
    }
    return Map.of(LEARNT, learnt);
  }

  /**
   * Goes on with what another's objective had learnt.
   *
   * @throws FoveaException if that is of another kind
   */
  void restore(Map<String, Tensor> state) {
    int numbers = objective.state().length;
    Tensor found = state.get(LEARNT);
    if (numbers == 0) {
      return;
    }
    if (found == null || found.shape().elements() != numbers) {
      throw new FoveaException(
          "`%s` is %s, expected %d numbers"
              .formatted(LEARNT, found == null ? "missing" : found.shape().toString(), numbers));
    }
    objective.restore(found.toFloats());
  }

  @Override
  public void close() {
    memory.close();
  }

  /** How many an epoch has that leaves no image out. */
  int perEpoch() {
    return stepsPerEpoch;
  }

  /** An epoch's batches of these images. */
  Batches batches(int epoch, int[] chosen) {
    Rng ofEpoch = rng.split("epoch", epoch);
    BiFunction<Batch, Rng, Batch> vary = (batch, random) -> variation.apply(batch, epoch, random);
    if (episodes != null) {
      int[] order = inEpisodes(episodes, chosen, ofEpoch.split("episodes"));
      return Batches.ordered(images.enlarged(), order, recipe.batchSize(), vary, ofEpoch);
    }
    int[] drawn = drawn(chosen, ofEpoch.split("classes"));
    return Batches.shuffled(images.enlarged(), drawn, recipe.batchSize(), vary, ofEpoch);
  }

  /** As many images as an epoch has otherwise, up to what doesn't fill a batch. */
  private int[] inEpisodes(EpisodeShape shape, int[] chosen, Rng random) {
    int batches = Batches.perEpoch(chosen.length, recipe.batchSize());
    return Episodes.of(images, chosen, shape)
        .draw(batches * recipe.batchSize() / shape.size(), random);
  }

  private int[] drawn(int[] chosen, Rng random) {
    if (recipe.sampling() == Sampling.GROUPS && groups != null) {
      return GroupBalance.draw(groups, chosen, random);
    }
    return balances ? ClassBalance.draw(images, chosen, random) : chosen;
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
    double learningRate = epoch.schedule().learningRate(at);
    try (Scope step = Scope.open()) {
      Batch batch = next(epoch, step);
      epoch.progress().begin(learningRate);
      Round round =
          new Round(
              MicroBatch.of(batch, recipe.microBatchSize()),
              size(at),
              taken,
              rng.split("objective", epoch.progress().epoch()));
      try (Outcomes outcomes = new Outcomes(round.parts.size())) {
        clock.begin(round.parts, round.size);
        try {
          differentiate(round, outcomes, true);
          outcomes.inOrder((i, outcome) -> seen.accept(round.parts.get(i).batch(), outcome));
        } finally {
          clock.end();
        }
        weights.differentiateUphill(() -> differentiateAgain(round));
        clock.enter(Phase.OTHER);
        outcomes.inOrder((i, outcome) -> round.parts.get(i).tell(objective, outcome));
      }
      update(learningRate);
    }
  }

  /**
   * The passes of a step.
   *
   * @param size of the images
   * @param taken steps of the epoch before it
   * @param random of the epoch
   */
  private record Round(List<MicroBatch> parts, int size, long taken, Rng random) {}

  /**
   * @param learns whether batch norm learns from the passes, too
   */
  private void differentiate(Round round, Outcomes outcomes, boolean learns) {
    int count = round.parts.size();
    weights.differentiate(
        count,
        i -> {
          StepClock.Lap lap = clock.lap(i);
          MicroBatch part = round.parts.get(i).resized(round.size);
          long number = round.taken * count + i;
          try (Pass pass = outcomes.begin(i, number);
              Probe probe = learns ? null : Probe.asTrained()) {
            Outcome outcome =
                lap.forward(() -> outcome(part.batch(), round.random.split("pass", number)));
            lap.backward(part.contribution(outcome.loss()));
            outcomes.put(i, outcome);
          }
        });
  }

  /** The same passes by other weights, with the same random numbers. */
  private void differentiateAgain(Round round) {
    clock.beginAgain(round.parts, round.size);
    try (Outcomes outcomes = new Outcomes(round.parts.size())) {
      differentiate(round, outcomes, false);
    } finally {
      clock.end();
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

  /** Of images in the step that was last taken. */
  int lastSize(EpochProgress progress) {
    return size(progress.stepOfRun(stepsPerEpoch) - 1);
  }

  /**
   * The weights that an epoch came to join an equal average, if they do; once, however often this
   * is called. The batch norms of the average are shown images of the epoch, varied as they were.
   *
   * @throws java.util.concurrent.CancellationException if this thread is interrupted; then it is to
   *     be called again
   */
  void join(EpochUnderWay epoch) {
    int number = epoch.progress().epoch();
    if (recipe.swa().joins(number, recipe.epochs())) {
      weights.join(
          number,
          lanes -> {
            try (Batches batches = batches(number, epoch.images())) {
              new StatisticsPasses(recipe, network, lanes)
                  .over(batches, recipe.swa().images(), lastSize(epoch.progress()));
            }
          });
    }
  }

  private void update(double learningRate) {
    clock.enter(Phase.OPTIMIZER);
    weights.update(learningRate);
    clock.enter(Phase.OTHER);
  }
}
