package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.LiveTensors;
import fovea.tensor.MuonUpdate;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each optimiser over random parameters in random groups, against plain loops. */
@ExtendWith(InScope.class)
class GroupedOptimizerTest {
  private static final double RATE = 0.05;
  private static final int STEPS = 6;
  private static final List<Factors> FACTORS =
      List.of(Factors.NONE, new Factors(0.1, 1), new Factors(2, 0), new Factors(0.5, 3));

  private static Map<String, Tensor> parameters(Rng rng) {
    Map<String, Tensor> made = new LinkedHashMap<>();
    int count = 4 + rng.nextInt(6);
    for (int i = 0; i < count; i++) {
      int[] shape =
          switch (rng.nextInt(4)) {
            case 0 -> new int[] {1 + rng.nextInt(9)};
            case 1 -> new int[] {2, 1 + rng.nextInt(9)};
            case 2 -> new int[] {1 + rng.nextInt(4), 3, 2, 2};
            default -> new int[] {};
          };
      made.put("layer" + i + ".weight", Doubles.normal(rng, shape).tensor().requireGradient(true));
    }
    return made;
  }

  private static Map<String, Factors> groups(Map<String, Tensor> parameters, Rng rng) {
    Map<String, Factors> groups = new LinkedHashMap<>();
    parameters.keySet().forEach(name -> groups.put(name, FACTORS.get(rng.nextInt(FACTORS.size()))));
    return groups;
  }

  /** Gradient: the parameter itself, where it requires one. */
  private static void backward(Map<String, Tensor> parameters) {
    try (Scope step = Scope.open()) {
      Tensor loss = Tensor.zeros();
      for (Tensor parameter : parameters.values()) {
        loss = loss.add(parameter.pow(2).sum().mul(0.5));
      }
      loss.backward();
    }
  }

  private static void step(Optimizer optimizer, Map<String, Tensor> parameters) {
    optimizer.zeroGradients();
    backward(parameters);
    optimizer.step(RATE);
  }

  /** The update of one number at a step from 1 on. */
  private interface Rule {
    double next(double value, double[] memory, int step, double rate, double decay, int rank);
  }

  private static void compare(OptimizerSettings settings, Rule rule) {
    for (int seed = 0; seed < 10; seed++) {
      Rng rng = Rng.seeded(seed);
      Map<String, Tensor> parameters = parameters(rng);
      Map<String, Factors> groups = groups(parameters, rng);
      Map<String, Doubles> expected = new LinkedHashMap<>();
      Map<String, double[][]> memory = new LinkedHashMap<>();
      parameters.forEach(
          (name, tensor) -> {
            expected.put(name, Doubles.of(tensor));
            memory.put(name, new double[expected.get(name).values().length][2]);
          });
      try (Optimizer optimizer = settings.of(parameters, groups, 1)) {
        for (int step = 1; step <= STEPS; step++) {
          step(optimizer, parameters);
          for (String name : parameters.keySet()) {
            Factors own = groups.get(name);
            int rank = parameters.get(name).shape().rank();
            if (rank == 4 && settings instanceof Muon) {
              continue;
            }
            double[] values = expected.get(name).values();
            for (int i = 0; i < values.length; i++) {
              double[] remembered = memory.get(name)[i];
              values[i] =
                  rule.next(values[i], remembered, step, RATE * own.rate(), own.decay(), rank);
            }
            expected
                .get(name)
                .assertMatches(parameters.get(name), 1e-5, name + ", seed " + seed + ", " + own);
          }
        }
      }
    }
  }

  @Test
  void sgdUpdatesEachParameterByTheFactorsOfItsGroup() {
    for (boolean decoupled : new boolean[] {true, false}) {
      for (boolean nesterov : new boolean[] {true, false}) {
        compare(
            new Sgd(RATE, 0.9, nesterov, 0.3, decoupled),
            (value, memory, step, rate, factor, rank) -> {
              double decay = rank > 1 ? 0.3 * factor : 0;
              double shrunk = decoupled ? value * (1 - rate * decay) : value;
              double slope = decoupled ? value : value + decay * value;
              memory[0] = 0.9 * memory[0] + slope;
              return shrunk - rate * (nesterov ? slope + 0.9 * memory[0] : memory[0]);
            });
      }
    }
  }

  @Test
  void adamWUpdatesEachParameterByTheFactorsOfItsGroup() {
    compare(
        new AdamW(RATE, 0.8, 0.95, 1e-3, 0.3),
        (value, memory, step, rate, factor, rank) -> {
          memory[0] = 0.8 * memory[0] + 0.2 * value;
          memory[1] = 0.95 * memory[1] + 0.05 * value * value;
          double mean = memory[0] / (1 - Math.pow(0.8, step));
          double square = memory[1] / (1 - Math.pow(0.95, step));
          double decay = rank > 1 ? 0.3 * factor : 0;
          return value * (1 - rate * decay) - rate * mean / (Math.sqrt(square) + 1e-3);
        });
  }

  @Test
  void adamUpdatesEachParameterByTheFactorsOfItsGroup() {
    compare(
        new Adam(RATE, 0.8, 0.95, 1e-3, 0.3),
        (value, memory, step, rate, factor, rank) -> {
          double slope = value * (1 + (rank > 1 ? 0.3 * factor : 0));
          memory[0] = 0.8 * memory[0] + 0.2 * slope;
          memory[1] = 0.95 * memory[1] + 0.05 * slope * slope;
          double mean = memory[0] / (1 - Math.pow(0.8, step));
          double square = memory[1] / (1 - Math.pow(0.95, step));
          return value - rate * mean / (Math.sqrt(square) + 1e-3);
        });
  }

  @Test
  void rmsPropUpdatesEachParameterByTheFactorsOfItsGroup() {
    for (boolean decoupled : new boolean[] {true, false}) {
      compare(
          new RmsProp(RATE, 0.9, 0.5, false, 1e-2, 0.3, decoupled),
          (value, memory, step, rate, factor, rank) -> {
            double decay = rank > 1 ? 0.3 * factor : 0;
            double shrunk = decoupled ? value * (1 - rate * decay) : value;
            double slope = decoupled ? value : value + decay * value;
            memory[0] = 0.9 * memory[0] + 0.1 * slope * slope;
            memory[1] = 0.5 * memory[1] + slope / (Math.sqrt(memory[0]) + 1e-2);
            return shrunk - rate * memory[1];
          });
    }
  }

  @Test
  void lambMovesAMatrixByTheRateOfItsGroupOfItsNorm() {
    for (double factor : new double[] {1, 0.1}) {
      Tensor matrix = Doubles.normal(Rng.seeded(1), 3, 4).tensor().requireGradient(true);
      Map<String, Factors> groups = Map.of("matrix", new Factors(factor, 2));
      Tensor before = matrix.detach().copy();
      try (Optimizer lamb =
          new Lamb(1, 0.9, 0.99, 1e-6, 0.3).of(Map.of("matrix", matrix), groups, 1)) {
        step(lamb, Map.of("matrix", matrix));
      }
      Tensor way = matrix.detach().sub(before);
      double share = way.pow(2).sum().sqrt().item() / before.pow(2).sum().sqrt().item();
      assertThat(share).isCloseTo(RATE * factor, within(1e-6));
    }
  }

  @Test
  void lionUpdatesEachParameterByTheFactorsOfItsGroup() {
    compare(
        new Lion(RATE, 0.9, 0.99, 0.3),
        (value, memory, step, rate, factor, rank) -> {
          double sign = Math.signum(0.9 * memory[0] + 0.1 * value);
          memory[0] = 0.99 * memory[0] + 0.01 * value;
          return value - rate * (sign + (rank > 1 ? 0.3 * factor : 0) * value);
        });
  }

  @Test
  void muonDescendsMatricesAndVectorsByTheFactorsOfTheirGroup() {
    compare(
        new Muon(1, 0.6, 3, 2, 0.5, 0.85, 0.1),
        (value, memory, step, rate, factor, rank) -> {
          double multiple = rank > 1 ? 2 : 0.5;
          double slope = value + 0.1 * factor / multiple * value;
          memory[0] = 0.85 * memory[0] + slope;
          return value - rate * multiple * (slope + 0.85 * memory[0]);
        });
  }

  @Test
  void muonMovesAFilterByTheRateOfItsGroup() {
    Rng rng = Rng.seeded(1);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("slow", Doubles.normal(rng, 4, 3, 1, 1).tensor().requireGradient(true));
    parameters.put("fast", Doubles.normal(rng, 4, 3, 1, 1).tensor().requireGradient(true));
    Map<String, Tensor> alone = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> alone.put(name, tensor.detach().copy().reshape(4, 3)));
    Map<String, Factors> groups = Map.of("slow", new Factors(0.1, 1));
    try (Optimizer muon = new Muon(1, 0.6, 3, 1, 1, 0, 0).of(parameters, groups, 1)) {
      step(muon, parameters);
    }
    alone.forEach(
        (name, matrix) -> {
          double rate = name.equals("slow") ? 0.1 * RATE : RATE;
          MuonUpdate.step(
              matrix, matrix.copy(), Tensor.zeros(4, 3), rate, 0.6, 3, Precision.FLOAT32);
          Doubles.of(matrix).assertMatches(parameters.get(name).reshape(4, 3), 1e-5, name);
        });
  }

  static List<OptimizerSettings> all() {
    return List.of(
        new Sgd(RATE, 0.9, true, 0.3, true),
        new Sgd(RATE, 0.9, true, 0.3, false),
        new AdamW(RATE, 0.9, 0.99, 1e-8, 0.3),
        new Lion(RATE, 0.9, 0.99, 0.3),
        new Muon(1, 0.6, 3, 2, 0.5, 0.85, 0.1),
        new Adam(RATE, 0.9, 0.99, 1e-8, 0.3),
        new RmsProp(RATE, 0.9, 0.5, true, 1e-3, 0.3, true),
        new Lamb(RATE, 0.9, 0.99, 1e-6, 0.3));
  }

  @Test
  void frozenParametersKeepTheirBitsWhenFrozenBeforeAndBetweenSteps() {
    for (OptimizerSettings settings : all()) {
      for (int seed = 0; seed < 5; seed++) {
        Rng rng = Rng.seeded(seed);
        Map<String, Tensor> parameters = parameters(rng);
        List<String> names = new ArrayList<>(parameters.keySet());
        Collections.shuffle(names, new java.util.Random(seed));
        String atFirst = names.get(0);
        String later = names.get(1);
        String never = names.get(2);
        parameters.get(atFirst).requireGradient(false);
        try (Optimizer optimizer = settings.of(parameters, groups(parameters, rng), 1)) {
          Map<String, byte[]> start = bits(parameters);
          step(optimizer, parameters);
          Map<String, byte[]> moved = bits(parameters);
          assertThat(moved.get(atFirst)).isEqualTo(start.get(atFirst));
          assertThat(moved.get(later)).isNotEqualTo(start.get(later));
          parameters.get(later).requireGradient(false);
          step(optimizer, parameters);
          Map<String, byte[]> then = bits(parameters);
          assertThat(then.get(atFirst)).isEqualTo(start.get(atFirst));
          assertThat(then.get(later)).isEqualTo(moved.get(later));
          assertThat(then.get(never)).isNotEqualTo(moved.get(never));
          parameters.get(later).requireGradient(true);
          step(optimizer, parameters);
          assertThat(bits(parameters).get(later)).isNotEqualTo(moved.get(later));
        }
      }
    }
  }

  @Test
  void stepsWithGroupsTakeNoMemoryThatStays() {
    for (OptimizerSettings settings : all()) {
      Rng rng = Rng.seeded(11);
      Map<String, Tensor> parameters = parameters(rng);
      try (Optimizer optimizer = settings.of(parameters, groups(parameters, rng), 1)) {
        long held = 0;
        for (int step = 0; step < STEPS; step++) {
          boolean trained = step % 2 == 0;
          parameters.values().iterator().next().requireGradient(trained);
          step(optimizer, parameters);
          // Once one has taken another number of steps it is no longer updated with its neighbours.
          held = step <= 2 ? Math.max(held, LiveTensors.count()) : held;
          assertThat(LiveTensors.count()).isLessThanOrEqualTo(held);
        }
      }
    }
  }

  private static Map<String, byte[]> bits(Map<String, Tensor> parameters) {
    Map<String, byte[]> bits = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> bits.put(name, tensor.toRaw()));
    return bits;
  }

  @Test
  void stateGoesOnByNameInAnotherOrderAndOtherGroups() {
    for (OptimizerSettings settings : all()) {
      Rng rng = Rng.seeded(7);
      Map<String, Tensor> parameters = parameters(rng);
      Map<String, Tensor> other = new LinkedHashMap<>();
      List<String> names = new ArrayList<>(parameters.keySet());
      Collections.reverse(names);
      names.forEach(name -> other.put(name, Tensor.zeros(parameters.get(name).shape().toArray())));
      other.values().forEach(tensor -> tensor.requireGradient(true));
      try (Optimizer optimizer = settings.of(parameters, groups(parameters, rng), 1);
          Optimizer resumed = settings.of(other, groups(other, rng), 1)) {
        step(optimizer, parameters);
        step(optimizer, parameters);
        resumed.load(optimizer.state());
        Map<String, Tensor> expected = optimizer.state();
        Map<String, Tensor> found = resumed.state();
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        assertThat(found).containsKey(settings.memories().get(0) + ".layer0.weight");
        expected.forEach(
            (name, tensor) -> {
              assertThat(found.get(name).toFloats()).as(name).isEqualTo(tensor.toFloats());
              assertThat(tensor.toFloats()).as(name).doesNotContain(0);
            });
      }
    }
  }

  @Test
  void aStateWithoutNamesIsOfTheOrderThatParametersHadThen() {
    Rng rng = Rng.seeded(3);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("bias", Doubles.normal(rng, 3).tensor().requireGradient(true));
    parameters.put("head", Doubles.normal(rng, 2, 2).tensor().requireGradient(true));
    parameters.put("filters", Doubles.normal(rng, 2, 1, 1, 1).tensor().requireGradient(true));
    Tensor flat = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 9);
    try (Optimizer sgd = new Sgd(RATE, 0.9, true, 0, false).of(parameters, 1)) {
      sgd.load(Map.of("momenta", flat));
      assertThat(sgd.state().get("momenta.head").toFloats()).containsExactly(1, 2, 3, 4);
      assertThat(sgd.state().get("momenta.filters").toFloats()).containsExactly(5, 6);
      assertThat(sgd.state().get("momenta.bias").toFloats()).containsExactly(7, 8, 9);
    }
    try (Optimizer muon = new Muon(1, 0.6, 3, 2, 0.5, 0.85, 0).of(parameters, 1)) {
      muon.load(Map.of("momenta", flat));
      assertThat(muon.state().get("momenta.filters").toFloats()).containsExactly(1, 2);
      assertThat(muon.state().get("momenta.head").toFloats()).containsExactly(3, 4, 5, 6);
      assertThat(muon.state().get("momenta.bias").toFloats()).containsExactly(7, 8, 9);
    }
    Map<String, Factors> groups = Map.of("head", new Factors(0.1, 1));
    try (Optimizer sgd = new Sgd(RATE, 0.9, true, 0, false).of(parameters, groups, 1)) {
      assertThatThrownBy(() -> sgd.load(Map.of("momenta", flat)))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("missing: momenta.filters")
          .hasMessageContaining("unexpected: momenta");
    }
  }

  @Test
  void aStateOfOtherNamesIsRefusedByNameAndNothingIsChanged() {
    Map<String, Tensor> parameters = parameters(Rng.seeded(1));
    try (Optimizer sgd = new Sgd(RATE, 0.9, true, 0, false).of(parameters, 1)) {
      Map<String, Tensor> renamed = new LinkedHashMap<>();
      sgd.state()
          .forEach((name, tensor) -> renamed.put(name.replace("layer1.", "other."), tensor.add(1)));
      assertThatThrownBy(() -> sgd.load(renamed))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "the optimiser's state doesn't fit these weights: missing: momenta.layer1.weight;"
                  + " unexpected: momenta.other.weight");
      sgd.state().values().forEach(tensor -> assertThat(tensor.toFloats()).containsOnly(0));
    }
  }
}
