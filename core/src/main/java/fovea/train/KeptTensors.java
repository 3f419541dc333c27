package fovea.train;

import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of tensors, as they were after some epoch. */
final class KeptTensors implements AutoCloseable {
  private final Scope memory = Scope.detached();
  private final Map<String, Tensor> kept = new LinkedHashMap<>();

  /** Keeps copies of these, in place of what was kept before. */
  void keep(Map<String, Tensor> tensors) {
    try (Scope end = Scope.open()) {
      kept.values().forEach(end::adopt);
    }
    kept.clear();
    try (Scope temporary = Scope.open()) {
      tensors.forEach((name, own) -> kept.put(name, memory.adopt(own.detach().copy())));
    }
  }

  /** Whether any are. */
  boolean areKept() {
    return !kept.isEmpty();
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
