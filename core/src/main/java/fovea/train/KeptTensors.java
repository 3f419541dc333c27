package fovea.train;

import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of tensors, as they were after some epoch. */
final class KeptTensors implements AutoCloseable {
  private Scope memory = Scope.detached();
  private Map<String, Tensor> kept = Map.of();

  /** Keeps copies of these, which may be those that it keeps already, in place of the latter. */
  void keep(Map<String, Tensor> tensors) {
    Scope before = memory;
    Scope copies = Scope.detached();
    Map<String, Tensor> copied = new LinkedHashMap<>();
    try (Scope temporary = Scope.open()) {
      tensors.forEach((name, own) -> copied.put(name, copies.adopt(own.detach().copy())));
    } catch (RuntimeException | Error e) {
      copies.close();
      throw e;
    }
    memory = copies;
    kept = copied;
    before.close();
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
