package fovea.train;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.data.ChannelStatistics;
import fovea.data.ImageSet;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.StartsFromImages;
import fovea.optim.Optimizer;
import fovea.optim.WeightAverage;
import fovea.recipe.Recipe;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A network's weights while they are trained: their optimiser, average, and the best so far. */
final class Weights implements AutoCloseable {
  private static final int STARTING_IMAGES = 5000;

  private final Module network;
  private final double gradientClip;
  private final Optimizer optimizer;
  private final @Nullable WeightAverage average;
  private final Scope memory = Scope.detached();
  private final Map<String, Tensor> best = new LinkedHashMap<>();
  private boolean chosen;

  Weights(Recipe recipe, Module network, ImageSet images) {
    this.network = network;
    this.gradientClip = recipe.gradientClip();
    normalizeBy(ChannelStatistics.of(images));
    startFrom(images);
    optimizer = recipe.optimizer().of(network.parameters(), recipe.batchSize());
    double decay = recipe.averaging().decay();
    average = decay > 0 ? new WeightAverage(averaged(), decay) : null;
  }

  private void normalizeBy(ChannelStatistics statistics) {
    if (network.modules().get("normalize") instanceof Normalize normalize) {
      normalize.set(statistics.mean(), statistics.std());
    }
  }

  /** The first images do: their order doesn't depend on their class. */
  private void startFrom(ImageSet images) {
    if (network instanceof StartsFromImages starting) {
      try (Scope temporary = Scope.open()) {
        int count = Math.min(STARTING_IMAGES, images.size());
        List<byte[]> pixels = images.pixels(IntStream.range(0, count).toArray());
        starting.startFrom(Batch.images(pixels, images.height(), images.width()));
      }
    }
  }

  /** Batch norm's running statistics belong to the weights, so they are averaged with them. */
  private List<Tensor> averaged() {
    List<Tensor> tensors = new ArrayList<>(List.of(optimizer.flatParameters()));
    network
        .stateDict()
        .forEach(
            (name, tensor) -> {
              if (name.matches(".*\\.running_(mean|var)")) {
                tensors.add(tensor);
              }
            });
    return tensors;
  }

  /** Steps along the gradients of the loss just differentiated, and zeroes them. */
  void update(double learningRate) {
    if (gradientClip > 0) {
      double unused = optimizer.clipGradients(gradientClip);
    }
    optimizer.step(learningRate);
    optimizer.zeroGradients();
    if (average != null) {
      average.update();
    }
  }

  /** A tensor, of the weights or of their average, that holds what is no finite number. */
  Optional<String> notFinite() {
    Map<String, Tensor> all = new LinkedHashMap<>(network.stateDict());
    if (average != null) {
      average.averages().forEach(averages -> all.put("average", averages));
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
    if (average == null) {
      return judge.get();
    }
    average.swap();
    try {
      return judge.get();
    } finally {
      average.swap();
    }
  }

  /** Keeps what {@link #withChosen} saw, in place of what was kept before. */
  void remember() {
    Map<String, Tensor> now = new LinkedHashMap<>();
    withChosen(
        () -> {
          try (Scope temporary = Scope.open()) {
            network
                .stateDict()
                .forEach((name, own) -> now.put(name, memory.adopt(own.detach().copy())));
          }
          return now;
        });
    replaceBest(now);
  }

  private void replaceBest(Map<String, Tensor> now) {
    try (Scope end = Scope.open()) {
      best.values().forEach(end::adopt);
    }
    best.clear();
    best.putAll(now);
  }

  /** For good: the network gets the weights that were remembered, or else the averaged ones. */
  void choose() {
    if (chosen) {
      return; // or the average would change places with the weights once more
    }
    chosen = true;
    if (!best.isEmpty()) {
      network.loadStateDict(best);
    } else if (average != null) {
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
    Map<String, Tensor> all = new LinkedHashMap<>();
    network.stateDict().forEach((name, tensor) -> all.put("model." + name, tensor));
    optimizer.state().forEach((name, tensor) -> all.put("optimizer." + name, tensor));
    if (average != null) {
      for (int i = 0; i < average.averages().size(); i++) {
        all.put("average." + i, average.averages().get(i));
      }
    }
    best.forEach((name, tensor) -> all.put("best." + name, tensor));
    return all;
  }

  void restore(TrainerState state) {
    try {
      network.loadStateDict(part(state, "model."));
      optimizer.load(part(state, "optimizer."));
      if (average != null) {
        Map<String, Tensor> averages = part(state, "average.");
        average.load(List.copyOf(averages.values()), state.averagedSteps());
      }
    } catch (IllegalArgumentException e) {
      throw new FoveaException(
          "the state is not one of this recipe and model: " + e.getMessage(), e);
    }
    Map<String, Tensor> kept = new LinkedHashMap<>();
    try (Scope temporary = Scope.open()) {
      part(state, "best.").forEach((name, t) -> kept.put(name, memory.adopt(t.copy())));
    }
    replaceBest(kept);
    chosen = false;
  }

  private static Map<String, Tensor> part(TrainerState state, String prefix) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    state
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
              }
            });
    return part;
  }

  @Override
  public void close() {
    memory.close();
    if (average != null) {
      average.close();
    }
    optimizer.close();
  }
}
