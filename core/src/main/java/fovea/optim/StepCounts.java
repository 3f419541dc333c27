package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many steps each of some parameters has taken. As in PyTorch, one that is frozen in a step
 * doesn't take it: its moments are still what they were, and corrected by its own steps once it
 * thaws.
 */
final class StepCounts implements AutoCloseable {
  /** In a state: what all have taken, or, with a dot and a name behind it, what one has. */
  private static final String STEPS = "steps";

  private final Scope memory = Scope.detached();
  private final Tensor counts;
  private final Tensor counted;

  /** Of each parameter a single float32, as a view of the counts. */
  private final Map<String, Tensor> named = new LinkedHashMap<>();

  private final List<Tensor> inOrder;

  /**
   * Counts from 0.
   *
   * @param names of the parameters, at least one
   */
  StepCounts(List<String> names) {
    try (Scope temporary = Scope.open()) {
      counts = memory.adopt(Tensor.zeros(names.size()));
      counted = memory.adopt(Tensor.ones(names.size()));
      for (int i = 0; i < names.size(); i++) {
        Tensor own = counts.narrow(0, i, 1).squeeze(0);
        named.put(STEPS + "." + names.get(i), memory.adopt(own));
      }
    }
    inOrder = List.copyOf(named.values());
  }

  /** From now on counts the steps of those that are trained. */
  void count(List<Boolean> trained) {
    float[] ones = new float[trained.size()];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = trained.get(i) ? 1 : 0;
    }
    try (Scope temporary = Scope.open()) {
      counted.copyFrom(Tensor.of(ones, ones.length));
    }
  }

  /** A step is taken. */
  void step() {
    FusedUpdate.accumulate(counts, counted);
  }

  /** By parameter, in order. */
  float[] now() {
    return counts.toFloats();
  }

  /** Of one parameter, a single float32 that goes on counting. */
  Tensor of(int parameter) {
    return inOrder.get(parameter);
  }

  /** One for all where they are the same, as earlier versions had it; these tensors themselves. */
  Map<String, Tensor> state() {
    float[] now = now();
    for (float count : now) {
      if (count != now[0]) {
        return named;
      }
    }
    return Map.of(STEPS, inOrder.get(0));
  }

  /** What takes on the counts of an earlier state, before {@link #took}. */
  Map<String, Tensor> like(Map<String, Tensor> state) {
    boolean each = named.keySet().stream().anyMatch(state::containsKey);
    return each ? named : Map.of(STEPS, inOrder.get(0));
  }

  /** An earlier state's counts were copied to what is {@link #like} them. */
  void took(Map<String, Tensor> state) {
    if (state.containsKey(STEPS)) {
      try (Scope temporary = Scope.open()) {
        counts.copyFrom(Tensor.full(inOrder.get(0).item(), inOrder.size()));
      }
    }
  }

  /** Whether a state says how many steps there were. */
  static boolean areIn(Map<String, Tensor> state) {
    return state.keySet().stream().anyMatch(n -> n.equals(STEPS) || n.startsWith(STEPS + "."));
  }

  @Override
  public void close() {
    memory.close();
  }
}
