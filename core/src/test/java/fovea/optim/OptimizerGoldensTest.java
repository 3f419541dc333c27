package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Golden;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Ten steps of each optimiser against PyTorch for Python, along the same gradients. */
class OptimizerGoldensTest {
  private static final int STEPS = 10;

  /** Relative to the largest weight: a float32 weight takes a few roundings of 6e-8 a step. */
  private static final double TOLERANCE = 2e-6;

  /**
   * Of Muon's filters, which move by matrices iterated in bfloat16, with eight bits; the file has
   * them in float64. 0.003 was seen.
   */
  private static final double BFLOAT16_TOLERANCE = 0.01;

  private record Case(double peak, Function<Map<String, Tensor>, Optimizer> optimizer) {}

  private static final Map<String, Case> CASES =
      Map.of(
          "sgd", new Case(0.1, p -> new Sgd(0.1, 0, false, 0, false).of(p, 1)),
          "sgd-momentum", new Case(0.1, p -> new Sgd(0.1, 0.9, false, 0, false).of(p, 1)),
          "sgd-nesterov-penalty", new Case(0.1, p -> new Sgd(0.1, 0.9, true, 0.05, false).of(p, 1)),
          "sgd-nesterov-decay", new Case(0.1, p -> new Sgd(0.1, 0.9, true, 0.05, true).of(p, 1)),
          "adamw", new Case(0.02, p -> new AdamW(0.1, 0.9, 0.99, 1e-8, 0.1).of(p, 1)),
          "adamw-eps", new Case(0.1, p -> new AdamW(0.1, 0.8, 0.95, 0.5, 0).of(p, 1)),
          "muon", new Case(0.05, p -> new Muon(1, 0.6, 3, 2.0, 0.5, 0.85, 0.01).of(p, 1)));

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
      try (Optimizer optimizer = of.optimizer.apply(weights)) {
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
