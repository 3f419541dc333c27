package fovea.optim;

import fovea.tensor.FlatBuffer;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters in one flat buffer, with what an optimiser remembers of them in others of the same
 * layout. Those that are updated alike lie side by side.
 */
final class FlatParameters implements AutoCloseable {
  /** A parameter and where it lies. */
  private record Laid(String name, Tensor parameter, int kind) {
    Shape shape() {
      return parameter.shape();
    }
  }

  private final List<Laid> order = new ArrayList<>();
  private final FlatBuffer buffer;
  private final Scope memory = Scope.detached();
  private final Map<String, Tensor> memories = new LinkedHashMap<>();
  private final List<Stretch> stretches = new ArrayList<>();

  FlatParameters(OptimizerSettings settings, Map<String, Tensor> parameters) {
    parameters.forEach(
        (name, parameter) ->
            order.add(new Laid(name, parameter, settings.kind(parameter.shape()))));
    order.sort(Comparator.comparing(Laid::kind));
    buffer = new FlatBuffer(order.stream().map(Laid::parameter).toList());
    try (Scope temporary = Scope.open()) {
      for (String name : settings.memories()) {
        memories.put(name, memory.adopt(Tensor.zeros(buffer.values().shape().elements())));
      }
      cut();
    }
  }

  private void cut() {
    long start = 0;
    for (int first = 0; first < order.size(); ) {
      int kind = order.get(first).kind;
      int end = first;
      List<Shape> shapes = new ArrayList<>();
      while (end < order.size() && order.get(end).kind == kind) {
        shapes.add(order.get(end++).shape());
      }
      long length = shapes.stream().mapToLong(Shape::elements).sum();
      Map<String, Tensor> own = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> flat : memories.entrySet()) {
        own.put(flat.getKey(), part(flat.getValue(), start, length));
      }
      stretches.add(
          new Stretch(
              kind, shapes, part(values(), start, length), part(gradients(), start, length), own));
      start += length;
      first = end;
    }
  }

  private Tensor part(Tensor flat, long start, long length) {
    return memory.adopt(flat.narrow(0, start, length));
  }

  /** In the order of the buffer, which they cover. */
  List<Stretch> stretches() {
    return stretches;
  }

  Tensor values() {
    return buffer.values();
  }

  Tensor gradients() {
    return buffer.gradients();
  }

  /** All that is remembered, [P] each, by name. */
  Map<String, Tensor> memories() {
    return memories;
  }

  @Override
  public void close() {
    memory.close();
    buffer.close();
  }
}
