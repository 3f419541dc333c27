package fovea.train;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.nn.Freezing;
import fovea.nn.Module;
import fovea.optim.Factors;
import fovea.optim.Optimizer;
import fovea.optim.ParameterGroups;
import fovea.optim.SharpnessAware;
import fovea.optim.SummedGradients;
import fovea.recipe.ClipBy;
import fovea.recipe.Recipe;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Lanes;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A network's weights while they are trained: their optimiser, average, and the best so far. */
final class Weights implements AutoCloseable {
  /** Among what is kept to go back to: how many steps the averages are of. */
  private static final String AVERAGED_STEPS = "averagedSteps";

  private final Module network;
  private final double gradientClip;
  private final ClipBy clipBy;
  private final Freezing frozen;
  private final Lanes lanes;
  private final Optimizer optimizer;
  private final SummedGradients gradients;
  private final @Nullable SharpnessAware sharpness;
  private final @Nullable AveragedWeights average;
  private final boolean keepsBest;
  private final boolean keepsSound;
  private final KeptTensors best = new KeptTensors();
  private final KeptTensors sound = new KeptTensors();

  private final Owned owned = new Owned();

  private boolean chosen;

  /**
   * Freezes what the recipe says, until it is closed.
   *
   * @param lanes share the work; closed after this
   */
  Weights(Recipe recipe, Module network, ImageSet images, Lanes lanes) {
    this.network = network;
    this.lanes = lanes;
    this.gradientClip = recipe.gradientClip();
    this.clipBy = recipe.gradientClipBy();
    keepsBest = recipe.earlyStopping().patience() > 0;
    keepsSound = new Collapse(recipe).isGivenUp();
    ParameterGroups groups = new ParameterGroups(recipe.groups(), recipe.layerDecay());
    Map<String, Tensor> parameters = network.parameters();
    groups.requireMatches(parameters.keySet(), network.freezable());
    frozen = network.freezing(groups::freezes);
    try {
      if (parameters.values().stream().noneMatch(Tensor::requiresGradient)) {
        throw new FoveaException(
            "all weights of the network are frozen, so there is nothing to train; leave some out of"
                + " the `groups` that are frozen");
      }
      try (Threads.Block one = Threads.block(1)) { // the same on any number of threads
        StartingValues.take(images, network);
      }
      Map<String, Factors> factors = groups.factors(parameters);
      Precision precision = recipe.precision().resolve();
      int batchSize = batchSize(recipe, images);
      optimizer = recipe.optimizer().of(parameters, factors, batchSize, precision);
      owned.add(optimizer::close);
      gradients = new SummedGradients(optimizer, lanes, precision);
      owned.add(gradients::close);
      sharpness = recipe.sam().isOn() ? new SharpnessAware(optimizer, recipe.sam().rho()) : null;
      if (sharpness != null) {
        owned.add(sharpness::close);
      }
      average = AveragedWeights.of(recipe, network, optimizer);
      if (average != null) {
        owned.add(average::close);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Images of a step: all, where they don't fill one, unless episodes are drawn until they do. */
  private static int batchSize(Recipe recipe, ImageSet images) {
    return recipe.objective().episodes().isPresent()
        ? recipe.batchSize()
        : Math.min(recipe.batchSize(), images.size());
  }

  /**
   * Computes the gradients of a step's loss, which comes in parts.
   *
   * @see SummedGradients#of
   */
  void differentiate(int parts, IntConsumer backward) {
    gradients.of(parts, backward);
  }

  /**
   * Where the recipe takes a step's gradients uphill, moves there, has them computed, and moves
   * back.
   */
  void differentiateUphill(Runnable differentiate) {
    if (sharpness == null) {
      return;
    }
    sharpness.climb(lanes);
    try {
      differentiate.run();
    } finally {
      sharpness.descend(lanes);
    }
  }

  /** Steps along the gradients of the loss just differentiated. */
  void update(double learningRate) {
    clip();
    optimizer.step(learningRate, lanes);
    if (average != null) {
      average.stepped(lanes);
    }
    if (network.isFresh()) {
      network.settle();
    }
  }

  private void clip() {
    if (gradientClip > 0) {
      switch (clipBy) {
        case NORM -> {
          double unused = optimizer.clipGradients(gradientClip, lanes);
        }
        case VALUE -> optimizer.clampGradients(gradientClip, lanes);
      }
    }
  }

  /**
   * The weights join an equal average, unless they have after this epoch.
   *
   * @param statistics computes those of the batch norms anew, of the weights that the network has,
   *     on these lanes
   */
  void join(int epoch, Consumer<Lanes> statistics) {
    if (average == null) {
      throw new IllegalStateException("there is no average to join");
    }
    average.join(epoch, lanes);
    average.swap();
    try {
      statistics.accept(lanes);
    } finally {
      average.swap();
    }
  }

  /** A tensor, of the weights or of their average, that holds what is no finite number. */
  Optional<String> notFinite() {
    Map<String, Tensor> all = new LinkedHashMap<>(network.stateDict());
    if (average != null) {
      average.averages().forEach((name, tensor) -> all.put("average of " + name, tensor));
    }
    try (Scope temporary = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      return all.entrySet().stream()
          .filter(entry -> entry.getValue().mul(0).sum().item() != 0) // 0 x NaN and 0 x Inf are NaN
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }

  /**
   * Runs {@code judge} on the weights that would be chosen now: the averaged ones, if there are.
   */
  <T> T withChosen(Supplier<T> judge) {
    if (average == null || !average.hasBegun()) {
      return judge.get();
    }
    average.swap();
    try {
      return judge.get();
    } finally {
      average.swap();
    }
  }

  /** Whether {@link #withChosen} sees other weights than those that are trained. */
  boolean areAveraged() {
    return average != null && average.hasBegun();
  }

  /** Keeps what {@link #withChosen} saw, in place of what was kept before. */
  void remember() {
    KeptTensors unused =
        withChosen(
            () -> {
              best.keep(network.stateDict());
              return best;
            });
  }

  /** Keeps all that is trained as it is now, for {@link #rewind}. */
  void keep() {
    try (Scope temporary = Scope.open()) {
      Map<String, Tensor> now = trained();
      now.put(AVERAGED_STEPS, Tensor.ofLongs(new long[] {averagedSteps()}, 1));
      sound.keep(now);
    }
  }

  /** Goes back to what was kept last. */
  void rewind() {
    Tensor steps = sound.tensors().get(AVERAGED_STEPS);
    if (steps == null) {
      throw new IllegalStateException("no weights were kept to go back to");
    }
    load(sound.tensors(), steps.toLongs()[0]);
  }

  /** For good: the network gets the weights that were remembered, or else the averaged ones. */
  void choose() {
    if (chosen) {
      return; // or the average would change places with the weights once more
    }
    chosen = true;
    if (best.areKept()) {
      network.loadStateDict(best.tensors());
    } else if (average != null && average.hasBegun()) {
      average.swap();
    }
  }

  /** Whether the network holds what was chosen, and so no longer what is trained. */
  boolean areChosen() {
    return chosen;
  }

  long averagedSteps() {
    return average == null ? 0 : average.steps();
  }

  /** Everything that {@link #restore} needs; views of what this object owns. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> all = trained();
    best.tensors().forEach((name, tensor) -> all.put("best." + name, tensor));
    sound.tensors().forEach((name, tensor) -> all.put("sound." + name, tensor));
    return all;
  }

  /** By how much {@link #tensors} may still grow: by the weights that the recipe will have kept. */
  long bytesToCome() {
    long ofBest = keepsBest && !best.areKept() ? TrainerState.bytes(network.stateDict()) : 0;
    long ofSound =
        keepsSound && !sound.areKept() ? TrainerState.bytes(trained()) + DType.INT64.bytes() : 0;
    return ofBest + ofSound;
  }

  private Map<String, Tensor> trained() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    network.stateDict().forEach((name, tensor) -> all.put("model." + name, tensor));
    optimizer.state().forEach((name, tensor) -> all.put("optimizer." + name, tensor));
    if (average != null) {
      average.averages().forEach((name, tensor) -> all.put("average." + name, tensor));
    }
    return all;
  }

  void restore(TrainerState state) {
    try {
      load(state.tensors(), state.averagedSteps());
    } catch (IllegalArgumentException e) {
      throw new FoveaException(
          "the state is not one of this recipe and model: " + e.getMessage(), e);
    }
    best.keep(part(state.tensors(), "best."));
    sound.keep(part(state.tensors(), "sound."));
    chosen = false;
  }

  private void load(Map<String, Tensor> trained, long averagedSteps) {
    network.loadStateDict(part(trained, "model."));
    optimizer.load(part(trained, "optimizer."));
    if (average != null) {
      average.load(part(trained, "average."), averagedSteps);
    }
  }

  private static Map<String, Tensor> part(Map<String, Tensor> all, String prefix) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }

  @Override
  public void close() {
    best.close();
    sound.close();
    owned.close();
    frozen.close();
  }
}
