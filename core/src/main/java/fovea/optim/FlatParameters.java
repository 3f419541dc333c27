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
 * layout. Those that are updated alike lie side by side, whatever their order in the network.
 */
final class FlatParameters implements AutoCloseable {
  /** A parameter and what it has in common with its neighbours. */
  private record Laid(String name, Tensor parameter, int kind, Factors factors) {
    boolean isLike(Laid other) {
      return kind == other.kind && factors.equals(other.factors);
    }

    long length() {
      return parameter.shape().elements();
    }
  }

  private final OptimizerSettings settings;
  private final List<Laid> order = new ArrayList<>();
  private final List<Factors> groups;
  private final FlatBuffer buffer;
  private final Scope memory = Scope.detached();
  private final StepCounts steps;
  private final Map<String, Tensor> memories = new LinkedHashMap<>();
  private final Map<String, Tensor> named = new LinkedHashMap<>();
  private Scope views = Scope.detached();
  private List<Boolean> trained = List.of();
  private List<Stretch> stretches = List.of();
  private final List<Tensor> gradientParts;

  FlatParameters(
      OptimizerSettings settings, Map<String, Tensor> parameters, Map<String, Factors> factors) {
    this.settings = settings;
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            int kind = settings.kind(parameter.shape());
            Factors own = factors.getOrDefault(name, Factors.NONE);
            order.add(new Laid(name, parameter, kind, own));
          }
        });
    if (order.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no parameter that requires a gradient, so there is nothing to train");
    }
    groups = order.stream().map(Laid::factors).distinct().toList();
    order.sort(Comparator.comparing(Laid::kind).thenComparing(l -> groups.indexOf(l.factors)));
    buffer = new FlatBuffer(order.stream().map(Laid::parameter).toList());
    try (Scope temporary = Scope.open()) {
      gradientParts = buffer.parts(buffer.gradients()).stream().map(memory::adopt).toList();
      for (String name : settings.memories()) {
        Tensor flat = memory.adopt(Tensor.zeros(buffer.values().shape().elements()));
        memories.put(name, flat);
        named(flat).forEach((of, view) -> named.put(name + "." + of, memory.adopt(view)));
      }
    }
    steps = new StepCounts(order.stream().map(Laid::name).toList());
    List<Stretch> unused = stretches();
  }

  /** A later buffer's parameters would stay as they are, and in silence. */
  void requireHeld() {
    if (!buffer.holdsParameters()) {
      throw new IllegalStateException(
          "another optimiser was made of these parameters and holds them now; step that one, or make this one anew");
    }
  }

  /**
   * What lies side by side and is updated alike, in the parts that may be updated apart and in the
   * order of the buffer, but for parameters that are frozen now.
   */
  List<Stretch> stretches() {
    List<Boolean> now = order.stream().map(laid -> laid.parameter.requiresGradient()).toList();
    if (!now.equals(trained)) {
      trained = now;
      steps.count(now);
      views.close();
      views = Scope.detached();
      try (Scope temporary = Scope.open()) {
        stretches = cut();
      }
    }
    return stretches;
  }

  private List<Stretch> cut() {
    List<Stretch> cut = new ArrayList<>();
    float[] taken = steps.now();
    long start = 0;
    for (int first = 0; first < order.size(); ) {
      int end = first;
      long length = 0;
      List<Shape> shapes = new ArrayList<>();
      while (end < order.size()
          && order.get(end).isLike(order.get(first))
          && trained.get(end).equals(trained.get(first))
          && taken[end] == taken[first]) {
        shapes.add(order.get(end).parameter.shape());
        length += order.get(end++).length();
      }
      if (trained.get(first)) {
        Stretch whole = stretch(order.get(first), shapes, start, length, steps.of(first));
        for (Stretch part : settings.parts(whole)) {
          cut.add(owned(part));
        }
      }
      start += length;
      first = end;
    }
    return cut;
  }

  private Stretch stretch(
      Laid like, List<Shape> shapes, long start, long length, Tensor stepsTaken) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    memories.forEach((name, flat) -> own.put(name, flat.narrow(0, start, length)));
    return new Stretch(
        like.kind,
        like.factors,
        shapes,
        stepsTaken,
        values().narrow(0, start, length),
        gradients().narrow(0, start, length),
        own);
  }

  private Stretch owned(Stretch part) {
    Tensor unused = views.adopt(part.values());
    unused = views.adopt(part.gradients());
    for (Tensor memory : part.memories().values()) {
      unused = views.adopt(memory);
    }
    return part;
  }

  /** In the order of the buffer. */
  List<Tensor> parameters() {
    return order.stream().map(Laid::parameter).toList();
  }

  /** Each parameter's part of {@link #gradients}, in the order of the buffer. */
  List<Tensor> gradientParts() {
    return gradientParts;
  }

  /** Each parameter's part of a tensor of this layout, by name; views in the current scope. */
  Map<String, Tensor> named(Tensor flat) {
    List<Tensor> parts = inOrder(flat);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      byName.put(order.get(i).name, parts.get(i));
    }
    return byName;
  }

  /**
   * Each parameter's part of a tensor of this layout, in the buffer's order; in the current scope.
   */
  List<Tensor> inOrder(Tensor flat) {
    return buffer.parts(flat);
  }

  Tensor values() {
    return buffer.values();
  }

  Tensor gradients() {
    return buffer.gradients();
  }

  /** All that is remembered, [P] each. */
  Map<String, Tensor> memories() {
    return memories;
  }

  /** All that is remembered, by its name, a dot, and that of the parameter. */
  Map<String, Tensor> namedMemories() {
    return named;
  }

  /** What is trained now takes another step. */
  void countStep() {
    List<Stretch> unused = stretches();
    steps.step();
  }

  /** How many steps each has taken; once they are others, {@link #recut} has to follow. */
  StepCounts steps() {
    return steps;
  }

  /** What lies side by side may no longer have taken as many steps. */
  void recut() {
    trained = List.of();
  }

  /** Whether they lie as they would without groups. */
  boolean areInOneGroup() {
    return groups.size() <= 1;
  }

  @Override
  public void close() {
    views.close();
    steps.close();
    memory.close();
    buffer.close();
  }
}
