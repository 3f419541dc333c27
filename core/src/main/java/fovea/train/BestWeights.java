package fovea.train;

import fovea.nn.Module;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network's weights as they were in the best epoch so far. */
final class BestWeights implements AutoCloseable {
  private final Scope memory = Scope.detached();
  private final Map<String, Tensor> kept = new LinkedHashMap<>();

  /** Keeps copies of these, in place of what was kept before. */
  void keep(Map<String, Tensor> weights) {
    try (Scope end = Scope.open()) {
      kept.values().forEach(end::adopt);
    }
    kept.clear();
    try (Scope temporary = Scope.open()) {
      weights.forEach((name, own) -> kept.put(name, memory.adopt(own.detach().copy())));
    }
  }

  /** Whether there was a best epoch. */
  boolean areKept() {
    return !kept.isEmpty();
  }

  /** Puts them into the network. */
  void restoreTo(Module network) {
    network.loadStateDict(kept);
  }

  /** By name; they stay this object's own. */
  Map<String, Tensor> tensors() {
    return kept;
  }

  @Override
  public void close() {
    memory.close();
  }
}
