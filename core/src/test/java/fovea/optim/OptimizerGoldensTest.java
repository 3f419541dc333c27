package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Golden;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Ten steps of each optimiser against PyTorch for Python, or the paper, along the same gradients.
 */
class OptimizerGoldensTest {
  private static final int STEPS = 10;

  /** Relative to the largest weight: a float32 weight takes a few roundings of 6e-8 a step. */
  private static final double TOLERANCE = 2e-6;

  /**
   * Of Muon's filters, which move by matrices iterated in bfloat16, with eight bits; the file has
   * them in float64. 0.003 was seen.
   */
  private static final double BFLOAT16_TOLERANCE = 0.01;

  private record Case(double peak, OptimizerSettings settings) {}

  private static final Map<String, Case> CASES =
      Map.ofEntries(
          Map.entry("sgd", new Case(0.1, new Sgd(0.1, 0, false, 0, false))),
          Map.entry("sgd-momentum", new Case(0.1, new Sgd(0.1, 0.9, false, 0, false))),
          Map.entry("sgd-nesterov-penalty", new Case(0.1, new Sgd(0.1, 0.9, true, 0.05, false))),
          Map.entry("sgd-nesterov-decay", new Case(0.1, new Sgd(0.1, 0.9, true, 0.05, true))),
          Map.entry("adamw", new Case(0.02, new AdamW(0.1, 0.9, 0.99, 1e-8, 0.1))),
          Map.entry("adamw-eps", new Case(0.1, new AdamW(0.1, 0.8, 0.95, 0.5, 0))),
          Map.entry("muon", new Case(0.05, new Muon(1, 0.6, 3, 2.0, 0.5, 0.85, 0.01))),
          Map.entry("adam", new Case(0.02, new Adam(0.1, 0.9, 0.99, 1e-8, 0.1))),
          Map.entry("adam-eps", new Case(0.1, new Adam(0.1, 0.8, 0.95, 0.5, 0))),
          Map.entry("rmsprop", new Case(0.02, new RmsProp(0.1, 0.95, 0, false, 1e-3, 0.1, false))),
          Map.entry(
              "rmsprop-momentum-decay",
              new Case(0.02, new RmsProp(0.1, 0.9, 0.8, false, 1e-8, 0.1, true))),
          Map.entry(
              "rmsprop-centered",
              new Case(0.02, new RmsProp(0.1, 0.9, 0.5, true, 0.1, 0.1, false))),
          Map.entry("lion", new Case(0.02, new Lion(0.1, 0.9, 0.99, 0.1))),
          Map.entry("lamb", new Case(0.05, new Lamb(0.1, 0.9, 0.99, 1e-6, 0.1))),
          Map.entry("lamb-eps", new Case(0.1, new Lamb(0.1, 0.8, 0.95, 0.5, 0))));

  private static final List<String> NAMES = Golden.in("optimisers");

  @Test
  void everyGoldenHasAnOptimizer() {
    assertThat(NAMES).containsExactlyInAnyOrderElementsOf(CASES.keySet());
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void tenStepsGoWherePyTorchsGo(String name) {
    compare(name, false);
    compare(name, true);
  }

  private static void compare(String name, boolean channelsLast) {
    Golden golden = Golden.read("optimisers/" + name);
    Golden gradients = Golden.read("gradients");
    Case of = CASES.get(name);
    try (Scope all = Scope.open()) {
      Map<String, Tensor> weights = new LinkedHashMap<>();
      gradients
          .under("start.")
          .forEach(
              (key, start) -> {
                boolean filters = start.shape().rank() == 4;
                Tensor weight = channelsLast && filters ? start.channelsLast() : start;
                weights.put(key, weight.requireGradient(true));
              });
      try (Optimizer optimizer = of.settings.of(weights, 1)) {
        for (int step = 0; step < STEPS; step++) {
          optimizer.zeroGradients();
          backward(weights, gradients.under(step + "."));
          optimizer.step(of.peak * (1 - step / 20.0));
          for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
            boolean rough = name.equals("muon") && weight.getKey().equals("filters");
            golden.assertMatches(
                step + "." + weight.getKey(),
                weight.getValue(),
                rough ? BFLOAT16_TOLERANCE : TOLERANCE);
          }
        }
      }
    }
  }

  /** The gradient of {@code sum(weight gradient)} is the gradient, exactly. */
  private static void backward(Map<String, Tensor> weights, Map<String, Tensor> gradients) {
    try (Scope step = Scope.open()) {
      Tensor loss = Tensor.zeros();
      for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
        loss = loss.add(weight.getValue().mul(gradients.get(weight.getKey())).sum());
      }
      loss.backward();
    }
  }
}
