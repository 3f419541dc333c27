package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Lanes;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Updates against plain loops over several steps toward the minimum of a quadratic. */
@ExtendWith(InScope.class)
class OptimizerTest {
  private static final Map<String, int[]> SHAPES = shapes();

  private static Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("bias", new int[] {3});
    shapes.put("filters", new int[] {3, 2, 2, 2});
    shapes.put("scale", new int[] {2});
    shapes.put("matrix", new int[] {2, 5});
    return shapes;
  }

  private static Map<String, Tensor> parameters(long seed) {
    Rng rng = Rng.seeded(seed);
    Map<String, Tensor> made = new LinkedHashMap<>();
    SHAPES.forEach(
        (name, shape) -> made.put(name, Doubles.normal(rng, shape).tensor().requireGradient(true)));
    return made;
  }

  /** Half the squared distance of all parameters from a point: its gradient is the distance. */
  private static void backward(Map<String, Tensor> parameters, Map<String, Doubles> target) {
    try (Scope step = Scope.open()) {
      Tensor loss = Tensor.zeros();
      for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
        Tensor distance = parameter.getValue().sub(target.get(parameter.getKey()).tensor());
        loss = loss.add(distance.pow(2).sum().mul(0.5));
      }
      loss.backward();
    }
  }

  private static Map<String, Doubles> target(long seed) {
    Rng rng = Rng.seeded(seed + 1000);
    Map<String, Doubles> target = new LinkedHashMap<>();
    SHAPES.forEach((name, shape) -> target.put(name, Doubles.normal(rng, shape)));
    return target;
  }

  /** The update of one number at a step from 1 on: gradient and memory in, new value out. */
  private interface Rule {
    double next(double value, double gradient, double[] memory, int step, double decay);
  }

  private static void compare(
      Function<Map<String, Tensor>, Optimizer> make, Rule rule, double decay, double clip) {
    for (int seed = 0; seed < 3; seed++) {
      Map<String, Tensor> parameters = parameters(seed);
      Map<String, Doubles> target = target(seed);
      Map<String, Doubles> expected = new LinkedHashMap<>();
      parameters.forEach((name, tensor) -> expected.put(name, Doubles.of(tensor)));
      Map<String, double[][]> memory = new LinkedHashMap<>();
      expected.forEach((name, values) -> memory.put(name, new double[values.values().length][2]));
      try (Optimizer optimizer = make.apply(parameters)) {
        for (int step = 1; step <= 8; step++) {
          optimizer.zeroGradients();
          backward(parameters, target);
          double norm = norm(expected, target);
          double factor = norm > clip ? clip / norm : 1;
          if (clip < Double.POSITIVE_INFINITY) {
            assertThat(optimizer.clipGradients(clip)).isCloseTo(norm, within(1e-4));
          }
          optimizer.step(0.05 / step);
          for (String name : SHAPES.keySet()) {
            double[] values = expected.get(name).values();
            double[] goal = target.get(name).values();
            for (int i = 0; i < values.length; i++) {
              double own = SHAPES.get(name).length > 1 ? decay : 0;
              double gradient = factor * (values[i] - goal[i]);
              values[i] = rule.next(values[i], gradient, memory.get(name)[i], step, own);
            }
            expected.get(name).assertMatches(parameters.get(name), 1e-5, name + ", seed " + seed);
          }
        }
      }
    }
  }

  private static double norm(Map<String, Doubles> at, Map<String, Doubles> target) {
    double sum = 0;
    for (String name : SHAPES.keySet()) {
      for (int i = 0; i < at.get(name).values().length; i++) {
        sum += Math.pow(at.get(name).values()[i] - target.get(name).values()[i], 2);
      }
    }
    return Math.sqrt(sum);
  }

  private static Rule sgd(double momentum, boolean nesterov, boolean decoupled) {
    return (value, gradient, memory, step, decay) -> {
      double rate = 0.05 / step;
      double shrunk = decoupled ? value * (1 - rate * decay) : value;
      double slope = decoupled ? gradient : gradient + decay * value;
      memory[0] = momentum * memory[0] + slope;
      return shrunk - rate * (nesterov ? slope + momentum * memory[0] : memory[0]);
    };
  }

  @Test
  void whatWouldDoHarmInSilenceIsRefused() {
    Tensor weight = Tensor.of(new float[] {1, 2, 3}, 3).requireGradient(true);
    try (Optimizer first = new Sgd(0.1, 0, false, 0, false).of(Map.of("weight", weight), 1);
        Lanes lanes = new Lanes(1)) {
      assertThatThrownBy(() -> first.clipGradients(-1))
          .hasMessage("largestNorm: -1.0, expected above 0");
      assertThatThrownBy(() -> first.clampGradients(-0.5, lanes))
          .hasMessage("most: -0.5, expected above 0");
      assertThatThrownBy(() -> new SharpnessAware(first, Double.NaN))
          .hasMessage("rho: NaN, expected above 0");
      try (Optimizer second = new Sgd(0.1, 0, false, 0, false).of(Map.of("weight", weight), 1)) {
        assertThatThrownBy(() -> first.step(0.1))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("another optimiser was made of these parameters");
        second.step(0.1);
      }
    }
    assertThatThrownBy(
            () -> new Sgd(0.1, 0, false, 0, false).of(Map.of("fixed", Tensor.ones(3)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing to train");
  }

  @Test
  void sgdPlainWithMomentumAndWithNesterovsFollowsItsFormula() {
    for (double decay : new double[] {0, 0.3}) {
      for (boolean decoupled : new boolean[] {true, false}) {
        compare(
            p -> new Sgd(0.1, 0, false, decay, decoupled).of(p, 1),
            sgd(0, false, decoupled),
            decay,
            1e9);
        compare(
            p -> new Sgd(0.1, 0, true, decay, decoupled).of(p, 1),
            sgd(0, false, decoupled),
            decay,
            1e9);
        compare(
            p -> new Sgd(0.1, 0.9, false, decay, decoupled).of(p, 1),
            sgd(0.9, false, decoupled),
            decay,
            1e9);
        compare(
            p -> new Sgd(0.1, 0.9, true, decay, decoupled).of(p, 1),
            sgd(0.9, true, decoupled),
            decay,
            1e9);
      }
    }
  }

  @Test
  void clippedGradientsAreWhatSgdSees() {
    compare(p -> new Sgd(0.1, 0.9, true, 0.1, true).of(p, 1), sgd(0.9, true, true), 0.1, 0.5);
    compare(p -> new Sgd(0.1, 0.9, true, 0.1, false).of(p, 1), sgd(0.9, true, false), 0.1, 3);
  }

  @Test
  void gradientsClampedByValueKeepTheirSignAndAreWithinTheLimit() {
    Map<String, Tensor> parameters = parameters(1);
    try (Optimizer sgd = new Sgd(0.1, 0, false, 0, false).of(parameters, 1);
        Lanes lanes = new Lanes(2)) {
      sgd.zeroGradients();
      backward(parameters, target(1));
      float[] before = sgd.flatGradients().toFloats();
      sgd.clampGradients(0.25, lanes);
      float[] after = sgd.flatGradients().toFloats();
      int cut = 0;
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i]).isEqualTo(Math.max(-0.25f, Math.min(0.25f, before[i])));
        cut += before[i] == after[i] ? 0 : 1;
      }
      assertThat(cut).isPositive().isLessThan(before.length);
    }
  }

  @Test
  void adamWFollowsItsFormula() {
    Rule rule =
        (value, gradient, memory, step, decay) -> {
          double rate = 0.05 / step;
          memory[0] = 0.8 * memory[0] + 0.2 * gradient;
          memory[1] = 0.95 * memory[1] + 0.05 * gradient * gradient;
          double mean = memory[0] / (1 - Math.pow(0.8, step));
          double square = memory[1] / (1 - Math.pow(0.95, step));
          return value * (1 - rate * decay) - rate * mean / (Math.sqrt(square) + 1e-3);
        };
    for (double decay : new double[] {0, 0.3}) {
      compare(p -> new AdamW(0.1, 0.8, 0.95, 1e-3, decay).of(p, 1), rule, decay, 1e9);
    }
    compare(p -> new AdamW(0.1, 0.8, 0.95, 1e-3, 0.1).of(p, 1), rule, 0.1, 0.5);
  }

  @Test
  void lionFollowsItsFormula() {
    Rule rule =
        (value, gradient, memory, step, decay) -> {
          double sign = Math.signum(0.9 * memory[0] + 0.1 * gradient);
          memory[0] = 0.99 * memory[0] + 0.01 * gradient;
          return value - 0.05 / step * (sign + decay * value);
        };
    for (double decay : new double[] {0, 0.3}) {
      compare(p -> new Lion(0.1, 0.9, 0.99, decay).of(p, 1), rule, decay, 1e9);
    }
    compare(p -> new Lion(0.1, 0.9, 0.99, 0.1).of(p, 1), rule, 0.1, 0.5);
  }

  @Test
  void lionLeavesAWeightWithoutAGradientWhereItIsAndMovesByTheLeastOneAsByAny() {
    Tensor weight = Tensor.of(new float[] {1, 1, 1}, 3).requireGradient(true);
    try (Optimizer lion = new Lion(0.1, 0.9, 0.99, 0).of(Map.of("weight", weight), 1);
        Scope step = Scope.open()) {
      lion.flatGradients().copyFrom(Tensor.of(new float[] {0, 1e-35f, -1e20f}, 3));
      lion.step(0.25);
      assertThat(weight.toFloats()).containsExactly(1, 0.75f, 1.25f);
    }
  }

  @Test
  void anOptimizerGoesOnBitExactlyFromSavedParametersAndState() {
    goesOn(p -> new Sgd(0.1, 0.9, true, 0.1, true).of(p, 1));
    goesOn(p -> new Sgd(0.1, 0.9, false, 0.1, false).of(p, 1));
    goesOn(p -> new AdamW(0.1, 0.9, 0.99, 1e-8, 0.1).of(p, 1));
    goesOn(p -> new Lion(0.1, 0.9, 0.99, 0.1).of(p, 1));
    goesOn(p -> new Adam(0.1, 0.9, 0.99, 1e-8, 0.1).of(p, 1));
    goesOn(p -> new RmsProp(0.1, 0.9, 0.5, true, 1e-8, 0.1, false).of(p, 1));
    goesOn(p -> new RmsProp(0.1, 0.9, 0, false, 1e-8, 0.1, true).of(p, 1));
    goesOn(p -> new Lamb(0.1, 0.9, 0.99, 1e-6, 0.1).of(p, 1));
  }

  private static void goesOn(Function<Map<String, Tensor>, Optimizer> make) {
    Map<String, Tensor> parameters = parameters(1);
    Map<String, Tensor> resumed = parameters(2);
    Map<String, Doubles> target = target(1);
    try (Optimizer optimizer = make.apply(parameters);
        Optimizer later = make.apply(resumed)) {
      steps(optimizer, parameters, target, 4);
      parameters.forEach((name, value) -> resumed.get(name).copyFrom(value));
      later.load(optimizer.state());
      steps(optimizer, parameters, target, 4);
      steps(later, resumed, target, 4);
      parameters.forEach(
          (name, value) -> assertThat(resumed.get(name).toRaw()).as(name).isEqualTo(value.toRaw()));
      assertThat(later.flatParameters().toRaw()).isEqualTo(optimizer.flatParameters().toRaw());
    }
  }

  private static void steps(
      Optimizer optimizer, Map<String, Tensor> parameters, Map<String, Doubles> target, int steps) {
    for (int step = 0; step < steps; step++) {
      optimizer.zeroGradients();
      backward(parameters, target);
      optimizer.step(0.03);
    }
  }

  @Test
  void stateOfAnotherKindOrSizeIsRefusedAndNothingIsChanged() {
    try (Optimizer sgd = new Sgd(0.1, 0.9, true, 0, true).of(parameters(1), 1);
        Optimizer adam = new AdamW(0.1, 0.9, 0.99, 1e-8, 0).of(parameters(2), 1)) {
      assertThatThrownBy(() -> sgd.load(adam.state()))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("missing: momenta.filters, ")
          .hasMessageContaining("unexpected: firstMoments.filters, ");
      Map<String, Tensor> state = new LinkedHashMap<>(adam.state());
      state.replaceAll((name, value) -> Tensor.ones(value.shape().toArray()));
      state.put("secondMoments.bias", Tensor.zeros(4));
      assertThatThrownBy(() -> adam.load(state))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "the optimiser's state doesn't fit these weights:"
                  + " `secondMoments.bias` has shape [4], expected [3]");
      assertThat(adam.state().get("firstMoments.filters").toFloats()).containsOnly(0);
      assertThat(adam.state().get("steps").item()).isZero();
    }
  }

  @Test
  void parametersKeepTheirValuesAndCanBeOptimizedAgainAfterClosing() {
    Map<String, Tensor> parameters = parameters(1);
    Map<String, Doubles> target = target(1);
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Optimizer optimizer = new Sgd(0.1, 0.9, true, 0, true).of(parameters, 1)) {
      steps(optimizer, parameters, target, 3);
      parameters.forEach((name, value) -> values.put(name, value.toFloats()));
    }
    parameters.forEach(
        (name, value) -> {
          assertThat(value.toFloats()).isEqualTo(values.get(name));
          assertThat(value.gradient()).isNull();
        });
    try (Optimizer optimizer = new AdamW(0.1, 0.9, 0.99, 1e-8, 0).of(parameters, 1)) {
      steps(optimizer, parameters, target, 300);
    }
    parameters.forEach((name, value) -> target.get(name).assertMatches(value, 0.05, name));
  }

  @Test
  void theFlatParametersHoldThoseThatDecayFirstAndFiltersChannelsLast() {
    Map<String, Tensor> parameters = parameters(1);
    try (Optimizer optimizer = new Sgd(0.1, 0, false, 0.1, true).of(parameters, 1)) {
      float[] flat = optimizer.flatParameters().toFloats();
      int start = 0;
      for (String name : new String[] {"filters", "matrix", "bias", "scale"}) {
        Tensor parameter = parameters.get(name);
        Tensor laid = name.equals("filters") ? parameter.permute(0, 2, 3, 1) : parameter;
        for (float value : laid.toFloats()) {
          assertThat(flat[start++]).isEqualTo(value);
        }
      }
      assertThat(start).isEqualTo(flat.length);
    }
  }
}
