package fovea.train;

import fovea.FoveaException;
import fovea.nn.Module;
import fovea.optim.Optimizer;
import fovea.optim.WeightAverage;
import fovea.recipe.Recipe;
import fovea.tensor.Lanes;
import fovea.tensor.NamedTensors;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The average of a network's weights, by their names. Batch norm's running statistics belong to the
 * weights, so they are averaged with them; where weights join rarely, they are computed anew.
 */
final class AveragedWeights implements AutoCloseable {
  /** Among the averages: the number of the epoch whose weights joined last; 0 at first. */
  private static final String JOINED = "joined.epoch";

  private final WeightAverage average;
  private final @Nullable Tensor joined;
  private final Scope memory = Scope.detached();
  private final Map<String, Tensor> named = new LinkedHashMap<>();

  /**
   * The average that a recipe asks for, null if none.
   *
   * @throws FoveaException if it asks for two
   */
  static @Nullable AveragedWeights of(Recipe recipe, Module network, Optimizer optimizer) {
    double decay = recipe.averaging().decay();
    boolean equal = recipe.swa().isOn();
    if (decay > 0 && equal) {
      throw new FoveaException(
          "`decay` in `averaging` and `share` in `swa` are both above 0, and a run has one average of its weights; set one of them to 0");
    }
    if (equal) {
      return new AveragedWeights(network, optimizer, false, WeightAverage::equal);
    }
    return decay > 0
        ? new AveragedWeights(network, optimizer, true, all -> new WeightAverage(all, decay))
        : null;
  }

  private AveragedWeights(
      Module network,
      Optimizer optimizer,
      boolean everyStep,
      Function<List<Tensor>, WeightAverage> kind) {
    Map<String, Tensor> statistics = new LinkedHashMap<>(network.stateDict());
    statistics.keySet().removeIf(name -> !name.matches(".*\\.running_(mean|var)"));
    List<Tensor> tensors = new ArrayList<>(List.of(optimizer.flatParameters()));
    tensors.addAll(statistics.values());
    average = kind.apply(tensors);
    List<Tensor> averages = average.averages();
    try (Scope temporary = Scope.open()) {
      optimizer.named(averages.get(0)).forEach((name, view) -> named.put(name, memory.adopt(view)));
      joined = everyStep ? null : memory.adopt(Tensor.ofLongs(new long[1], 1));
    }
    if (joined != null) {
      named.put(JOINED, joined);
    }
    int next = 1;
    for (String name : statistics.keySet()) {
      named.put(name, averages.get(next++));
    }
  }

  /** After a step of training. */
  void stepped(Lanes lanes) {
    if (joined == null) {
      average.update(lanes);
    }
  }

  /** The weights as they are after an epoch join the average, unless they have. */
  void join(int epoch, Lanes lanes) {
    if (joined != null && joined.toLongs()[0] != epoch) {
      average.update(lanes);
      try (Scope temporary = Scope.open()) {
        joined.copyFrom(Tensor.ofLongs(new long[] {epoch}, 1));
      }
    }
  }

  /** Whether there is anything in it yet: before, it is nobody's weights. */
  boolean hasBegun() {
    return average.steps() > 0;
  }

  /** Exchanges the weights with their averages; once more puts them back. */
  void swap() {
    average.swap();
  }

  long steps() {
    return average.steps();
  }

  /** By name; they stay this object's own. */
  Map<String, Tensor> averages() {
    return named;
  }

  /**
   * Goes on from earlier averages; also from those of when all parameters were saved as one tensor
   * {@code 0}, and the statistics by number after it.
   */
  void load(Map<String, Tensor> earlier, long steps) {
    if (earlier.containsKey("0")) {
      average.load(List.copyOf(earlier.values()), steps);
    } else {
      NamedTensors.copy(named, earlier, "the averages don't fit these weights");
      average.load(average.averages(), steps);
    }
  }

  @Override
  public void close() {
    memory.close();
    average.close();
  }
}
