package fovea.tensor;

import fovea.FoveaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tensors by name that take on the values of others. */
public final class NamedTensors {
  private static final int SHOWN = 5;

  private NamedTensors() {}

  /**
   * Overwrites all of them.
   *
   * @param what begins the message, such as {@code the weights don't fit the model}
   * @param values of exactly the same names, shapes and types
   * @throws FoveaException naming what is missing, unexpected or of another shape; then nothing was
   *     changed
   */
  public static void copy(Map<String, Tensor> own, Map<String, Tensor> values, String what) {
    List<String> findings = new ArrayList<>();
    add(findings, "missing", own.keySet().stream().filter(n -> !values.containsKey(n)).toList());
    add(findings, "unexpected", values.keySet().stream().filter(n -> !own.containsKey(n)).toList());
    own.forEach(
        (name, tensor) -> {
          Tensor value = values.get(name);
          if (value == null) {
            return;
          }
          if (!value.shape().equals(tensor.shape())) {
            findings.add(
                "`%s` has shape %s, expected %s".formatted(name, value.shape(), tensor.shape()));
          } else if (value.dtype() != tensor.dtype()) {
            findings.add("`%s` is %s, expected %s".formatted(name, value.dtype(), tensor.dtype()));
          }
        });
    if (!findings.isEmpty()) {
      int shown = Math.min(SHOWN, findings.size());
      String rest = findings.size() > shown ? " (and " + (findings.size() - shown) + " more)" : "";
      throw new FoveaException(what + ": " + String.join("; ", findings.subList(0, shown)) + rest);
    }
    own.forEach((name, tensor) -> tensor.copyFrom(at(values, name)));
  }

  private static Tensor at(Map<String, Tensor> values, String name) {
    Tensor value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no tensor is named " + name);
    }
    return value;
  }

  private static void add(List<String> findings, String kind, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String list = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    String rest = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
    findings.add(kind + ": " + list + rest);
  }
}
