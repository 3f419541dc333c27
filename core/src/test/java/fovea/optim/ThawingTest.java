package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parameters that are frozen for some steps. */
@ExtendWith(InScope.class)
class ThawingTest {
  private static final double RATE = 0.05;

  private static Map<String, Tensor> headAndRest() {
    Rng rng = Rng.seeded(5);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("head", Doubles.normal(rng, 2, 5).tensor().requireGradient(true));
    parameters.put("rest", Doubles.normal(rng, 3, 4).tensor().requireGradient(true));
    return parameters;
  }

  /** The head alone for two steps, then both for one. */
  private static void thaw(Optimizer optimizer, Map<String, Tensor> parameters) {
    parameters.get("rest").requireGradient(false);
    step(optimizer, parameters);
    step(optimizer, parameters);
    parameters.get("rest").requireGradient(true);
    step(optimizer, parameters);
  }

  /** As in PyTorch, where what is remembered of a parameter begins with its first gradient. */
  @Test
  void aParameterThatThawsMovesAsOneThatIsNewAndTheOthersAsIfItHadNot() {
    for (OptimizerSettings settings : GroupedOptimizerTest.all()) {
      Map<String, Tensor> both = headAndRest();
      Map<String, Tensor> head = headAndRest();
      Map<String, Tensor> rest = headAndRest();
      head.remove("rest");
      rest.remove("head");
      try (Optimizer optimizer = settings.of(both, 1);
          Optimizer ofHead = settings.of(head, 1);
          Optimizer ofRest = settings.of(rest, 1)) {
        thaw(optimizer, both);
        step(optimizer, both);
        for (int step = 0; step < 4; step++) {
          step(ofHead, head);
        }
        step(ofRest, rest);
        step(ofRest, rest);
        Doubles.of(head.get("head")).assertMatches(both.get("head"), 1e-6, "head, " + settings);
        Doubles.of(rest.get("rest")).assertMatches(both.get("rest"), 1e-6, "rest, " + settings);
      }
    }
  }

  @Test
  void stepsThatDifferGoOnByNameAndThoseOfEarlierVersionsAreOfAll() {
    OptimizerSettings adam = new Adam(RATE, 0.9, 0.99, 1e-8, 0);
    Map<String, Tensor> parameters = headAndRest();
    Map<String, Tensor> other = headAndRest();
    Map<String, Tensor> third = headAndRest();
    try (Optimizer optimizer = adam.of(parameters, 1);
        Optimizer resumed = adam.of(other, 1);
        Optimizer fromEarlier = adam.of(third, 1)) {
      thaw(optimizer, parameters);
      Map<String, Tensor> state = optimizer.state();
      assertThat(state).doesNotContainKey("steps");
      assertThat(state.get("steps.head").item()).isEqualTo(3);
      assertThat(state.get("steps.rest").item()).isEqualTo(1);
      Map<String, Tensor> earlier = new LinkedHashMap<>(state);
      earlier.keySet().removeIf(name -> name.startsWith("steps."));
      earlier.put("steps", Tensor.full(3));
      fromEarlier.load(earlier);
      assertThat(fromEarlier.state()).containsOnlyKeys(earlier.keySet());
      assertThat(fromEarlier.state().get("steps").item()).isEqualTo(3);
      parameters.forEach((name, tensor) -> other.get(name).copyFrom(tensor));
      parameters.forEach((name, tensor) -> third.get(name).copyFrom(tensor));
      resumed.load(state);
      step(optimizer, parameters);
      step(resumed, other);
      step(fromEarlier, third);
      assertThat(bits(other)).usingRecursiveComparison().isEqualTo(bits(parameters));
      Doubles.of(parameters.get("head")).assertMatches(third.get("head"), 1e-6, "head");
      assertThat(third.get("rest").toRaw()).isNotEqualTo(parameters.get("rest").toRaw());
      fromEarlier.load(optimizer.state()); // amid steps of its own
      assertThat(fromEarlier.state().get("steps.rest").item()).isEqualTo(2);
    }
  }

  /** Gradient: the parameter itself, where it requires one. */
  private static void step(Optimizer optimizer, Map<String, Tensor> parameters) {
    optimizer.zeroGradients();
    try (Scope step = Scope.open()) {
      Tensor loss = Tensor.zeros();
      for (Tensor parameter : parameters.values()) {
        loss = loss.add(parameter.pow(2).sum().mul(0.5));
      }
      loss.backward();
    }
    optimizer.step(RATE);
  }

  private static Map<String, byte[]> bits(Map<String, Tensor> parameters) {
    Map<String, byte[]> bits = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> bits.put(name, tensor.toRaw()));
    return bits;
  }
}
