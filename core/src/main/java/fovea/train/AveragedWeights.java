package fovea.train;

import fovea.nn.Module;
import fovea.optim.Optimizer;
import fovea.optim.WeightAverage;
import fovea.tensor.Lanes;
import fovea.tensor.NamedTensors;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The average of a network's weights, by their names. Batch norm's running statistics belong to the
 * weights, so they are averaged with them.
 */
final class AveragedWeights implements AutoCloseable {
  private final WeightAverage average;
  private final Scope memory = Scope.detached();
  private final Map<String, Tensor> named = new LinkedHashMap<>();

  AveragedWeights(Module network, Optimizer optimizer, double decay) {
    Map<String, Tensor> statistics = new LinkedHashMap<>(network.stateDict());
    statistics.keySet().removeIf(name -> !name.matches(".*\\.running_(mean|var)"));
    List<Tensor> tensors = new ArrayList<>(List.of(optimizer.flatParameters()));
    tensors.addAll(statistics.values());
    average = new WeightAverage(tensors, decay);
    List<Tensor> averages = average.averages();
    try (Scope temporary = Scope.open()) {
      optimizer.named(averages.get(0)).forEach((name, view) -> named.put(name, memory.adopt(view)));
    }
    int next = 1;
    for (String name : statistics.keySet()) {
      named.put(name, averages.get(next++));
    }
  }

  void update(Lanes lanes) {
    average.update(lanes);
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
